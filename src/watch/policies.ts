import { type AnyPolicy, anyPolicy } from './concern.ts'
import { recovery } from './recovery.ts'

/** Everything the watch does; a policy more is one line more. */
export const policies: readonly AnyPolicy[] = [anyPolicy(recovery)]
