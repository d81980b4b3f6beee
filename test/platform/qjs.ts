import { createPlatform } from '../../src/platform/quickjs/platform.ts'
import { finish, words } from '../../src/platform/quickjs/process.ts'
import { connectionCase, runCases } from './cases.ts'

/** The cases under QuickJS, or one duty of a second process, as a script on the router: `qjs -m FILE WORD …`. */
async function main([
  word,
  first = '',
  second = '',
  third = '',
  fourth = '',
]: readonly string[]): Promise<string> {
  const platform = createPlatform()
  const { files } = platform
  switch (word) {
    case 'cases': {
      const appear = async () => {
        files.write(`${first}/ready`, '')
        for (const until = platform.now() + 5000; platform.now() < until && !files.exists(third); )
          await platform.sleep(20)
      }
      const subject = {
        platform,
        directory: first,
        port: second,
        doomed: third,
        deaf: fourth,
        isReal: true,
        appear,
      }
      return JSON.stringify(await runCases(subject))
    }
    case 'hold': {
      const lock = await platform.lock(first, platform.now() + 2000)
      files.write(second, lock ? 'held' : 'not held')
      await platform.sleep(20_000)
      return ''
    }
    case 'take': {
      const lock = await platform.lock(first, platform.now() + Number(second))
      return JSON.stringify(lock && { waited: lock.waited })
    }
    case 'load': {
      const module = (await platform.load('dialects', first)) as { dialect?: unknown } | null
      return JSON.stringify([module?.dialect ?? null, platform.data])
    }
    case 'connect':
      return JSON.stringify(await connectionCase(platform, first, Number(second)))
    default:
      platform.log(first)
      return String(platform.now())
  }
}

// No top-level await: QuickJS 2025-04-26 polls after every single job while it waits for a module.
void main(words).then(finish)
