import { plain } from '../../platform/plain.ts'

/** Whether it is an object with names. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same reply with every text in it fit for a terminal. */
export function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return plain(value)
  if (Array.isArray(value)) return value.map(cleaned)
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [plain(name), cleaned(inner)]))
    : value
}
