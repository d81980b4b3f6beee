import { detachInput, finish, leaveSession, readInput, words } from '../platform/quickjs/process.ts'

/** rpcd hands over at most this much and cuts the rest off silently. */
const longestInput = 65_536

/** Arguments as rpcd writes them to standard input: JSON, or nothing. Undefined when it is not JSON. */
function argumentsOf(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

leaveSession()
const [verb, method = ''] = words
if (verb !== 'call') finish('', 1)
const args = argumentsOf(readInput(longestInput))
detachInput()
const { answer } = await import('./backend.ts')
finish(`${await answer(method, args)}\n`)
