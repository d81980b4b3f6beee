import { createPlatform } from '../platform/quickjs/platform.ts'
import {
  complain,
  detachInput,
  environment,
  finish,
  isTerminal,
  leaveSession,
  readInput,
  show,
  words,
} from '../platform/quickjs/process.ts'
import { command } from './command.ts'
import { allowsColour } from './terminal.ts'

leaveSession()
const platform = createPlatform()
const input = words.includes('-') ? readInput(65_536) : ''
detachInput()
const isRead = isTerminal('output')
const { out, err, code } = await command(
  platform,
  {
    reads: isRead,
    waits: isRead && isTerminal('errors'),
    colour: isRead && allowsColour(environment),
    isRoot: !/^Uid:\t\d+\t[1-9]/m.test(platform.files.read('/proc/self/status') ?? ''),
    input: () => input,
    complain,
    show,
  },
  words,
)
complain(err)
finish(out, code)
