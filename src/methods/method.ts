import type { Call } from '../modem/call.ts'

/** What a file in src/methods exports as `method`. */
export interface Method<Arguments, Reply> {
  /** Why the arguments are not acceptable, in words; null when they are. */
  validate(args: unknown): string | null
  run(args: Arguments, call: Call): Promise<Reply>
}
