import { plain } from '../platform/plain.ts'
import { createPlatform } from '../platform/quickjs/platform.ts'
import { detachInput, environment, finish, leaveSession, words } from '../platform/quickjs/process.ts'
import { legacy } from './legacy.ts'

leaveSession()
detachInput()
const [program = '', ...args] = words
const call = { platform: createPlatform(), device: environment('DEVICE'), now: Date.now() }
finish(plain(await legacy(call, program, args)))
