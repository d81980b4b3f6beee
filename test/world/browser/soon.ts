import { expect } from 'vitest'

/** Expects something of a page that comes about in a moment. */
export const soon = <Value>(value: () => Promise<Value> | Value) => expect.poll(value, { timeout: 12_000 })
