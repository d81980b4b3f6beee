import type { LegacyCall } from './legacy-call.ts'

/** Runs a legacy program by name; whatever happens, the output is what the pages can read. */
export async function legacy(call: LegacyCall, program: string, args: readonly string[]): Promise<string> {
  if (program === '3ginfo') return (await import('./threeginfo.ts')).print3ginfo(call)
  return (await import('./legacy-programs.ts')).legacyProgram(call, program, args)
}
