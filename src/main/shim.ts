import { plain } from '../platform/plain.ts'
import { createPlatform } from '../platform/quickjs/platform.ts'
import {
  complain,
  detachInput,
  environment,
  finish,
  leaveSession,
  words,
} from '../platform/quickjs/process.ts'
import { legacy } from './legacy.ts'

leaveSession()
detachInput()
const [program = '', ...args] = words
const call = { platform: createPlatform(), device: environment('DEVICE'), now: Date.now() }
if (program === 'sms_tool') {
  const { out, err, code } = await (await import('./sms-tool.ts')).smsTool(call.platform, args)
  complain(plain(err))
  finish(out.split('\r\n').map(plain).join('\r\n'), code)
}
finish(plain(await legacy(call, program, args)))
