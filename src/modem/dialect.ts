import type { Dialect } from '../dialects/dialect.ts'
import type { Platform } from '../platform/platform.ts'

/** The dialect of a model; null for the standard questions alone. */
export async function loadDialect(platform: Platform, name: string): Promise<Dialect | null> {
  return (await platform.load<{ dialect: Dialect }>('dialects', name))?.dialect ?? null
}
