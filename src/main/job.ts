import { detachInput, finish, startBeside, words } from '../platform/quickjs/process.ts'

const [name = '', stage] = words
detachInput()
if (stage !== 'go') {
  // The leader of a session would get the modem's port as its terminal, and end with it.
  startBeside(['qjs', '--no-unhandled-rejection', '-m', '/usr/share/modem/job.js', name, 'go'])
  finish('')
}
// No top-level await: while a module waits, QuickJS 2025-04-26 sleeps until the next timer after every step.
import('./work.ts').then(({ work }) => work(name)).finally(() => finish(''))
