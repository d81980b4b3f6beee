import { Failure } from '../../src/contract/failure.ts'
import type { Platform, Transport } from '../../src/platform/platform.ts'

/** A platform and what lies around it. Runs in every engine: nothing of Node or of a test runner may be used here. */
export interface Subject {
  platform: Platform
  /** An empty directory. */
  directory: string
  /** A port whose modem echoes and answers `AT+CSQ` with `+CSQ: 20,99`. */
  port: string
  /** A port that goes away when it is sent `AT+UNPLUG`. */
  doomed: string
  /** A port whose modem takes no bytes: what fits between is all that can be written. */
  deaf: string
  /** False for the fake, whose files have no modes and whose programs are no processes. */
  isReal: boolean
  /** Resolves when the doomed port is there, where it is not from the beginning. */
  appear?(): Promise<void>
}

/** One thing every platform does; throws an Error that says what it did instead. */
export type Case = (subject: Subject) => Promise<void>

function check(holds: boolean, otherwise: unknown): void {
  if (!holds) throw new Error(typeof otherwise === 'string' ? otherwise : JSON.stringify(otherwise))
}

function equal(value: unknown, wanted: unknown): void {
  const [is, should] = [JSON.stringify(value), JSON.stringify(wanted)]
  check(is === should, `${is} instead of ${should}`)
}

const bytesOf = (text: string) => Uint8Array.from(text, c => c.charCodeAt(0))

/** The code of the failure something throws; null when it throws none. */
async function failureOf(work: () => unknown): Promise<string | null> {
  try {
    await work()
    return null
  } catch (failure) {
    if (failure instanceof Failure) return failure.code
    throw failure
  }
}

/** Reads until the text ends so, or for two seconds. */
async function readTo(platform: Platform, port: Transport, end: string): Promise<string> {
  let text = ''
  for (const until = platform.now() + 2000; platform.now() < until && !text.endsWith(end); )
    text += String.fromCharCode(...((await port.read(until)) ?? []))
  return text
}

/** Cases by name, in the order they are run. */
export const cases: Readonly<Record<string, Case>> = {
  'the clock goes on while something sleeps': async ({ platform }) => {
    const began = platform.now()
    await platform.sleep(50)
    const ms = platform.now() - began
    check(ms >= 45 && ms < 2000, `${ms} ms`)
  },

  'a file that was written is read again': async ({ platform: { files }, directory }) => {
    const path = `${directory}/made/a.json`
    check(files.write(path, '{"text":"é 移动 \\n"}'), 'not written')
    equal(files.read(path), '{"text":"é 移动 \\n"}')
    check(files.write(path, 'second'), 'not written again')
    equal(files.read(path), 'second')
  },

  'the directory of a written file and the one above it are made': async ({
    platform: { files },
    directory,
  }) => {
    check(files.write(`${directory}/upper/lower/a`, 'x'), 'not written')
    equal([files.read(`${directory}/upper/lower/a`), files.list(`${directory}/upper/lower`)], ['x', ['a']])
  },

  'writing leaves no other file behind': async ({ platform: { files }, directory }) => {
    files.write(`${directory}/clean/b`, '1')
    files.write(`${directory}/clean/a`, '2')
    equal(files.list(`${directory}/clean`), ['a', 'b'])
  },

  'a written file is for its owner alone, and so is the directory made for it': async subject => {
    const { platform, directory, isReal } = subject
    if (!isReal) return
    platform.files.write(`${directory}/own/secret`, 'x')
    const { stdout } = await platform.exec(['ls', '-lan', `${directory}/own`], platform.now() + 2000)
    check(/^-rw------- .* secret$/m.test(stdout) && /^drwx------ .* \.$/m.test(stdout), stdout)
  },

  'writing where nothing can be written is false': async ({ platform: { files }, directory, isReal }) => {
    files.write(`${directory}/file`, 'x')
    if (isReal) equal(files.write(`${directory}/file/below`, 'x'), false)
    equal(files.read(`${directory}/file`), 'x')
  },

  'reading stops at the limit': async ({ platform: { files }, directory }) => {
    files.write(`${directory}/long`, '0123456789'.repeat(30_000))
    equal(files.read(`${directory}/long`, 7), '0123456')
    equal(files.read(`${directory}/long`)?.length, 262_144)
  },

  'what cannot be read is null': async ({ platform: { files }, directory }) => {
    files.write(`${directory}/folder/x`, 'x')
    equal([files.read(`${directory}/none`), files.read(`${directory}/folder/x/y`)], [null, null])
    equal([files.list(`${directory}/none`), files.realpath(`${directory}/none`)], [[], null])
    equal([files.exists(`${directory}/none`), files.exists(`${directory}/folder`)], [false, true])
  },

  'a directory is listed in order, without itself and its parent': async ({
    platform: { files },
    directory,
  }) => {
    for (const name of ['b', 'a', 'B', '.hidden', 'a10', 'a9']) files.write(`${directory}/list/${name}`, '')
    equal(files.list(`${directory}/list`), ['.hidden', 'B', 'a', 'a10', 'a9', 'b'])
  },

  'an empty file is an empty text': async ({ platform: { files }, directory }) => {
    files.write(`${directory}/empty`, '')
    equal([files.read(`${directory}/empty`), files.exists(`${directory}/empty`)], ['', true])
  },

  'a path with links is resolved': async ({ platform, directory, isReal }) => {
    const { files } = platform
    files.write(`${directory}/real/file`, 'x')
    if (isReal) {
      await platform.exec(['ln', '-s', 'real', `${directory}/link`], platform.now() + 2000)
      equal(files.realpath(`${directory}/link/file`), `${files.realpath(directory)}/real/file`)
      equal(files.read(`${directory}/link/file`), 'x')
    }
    equal(files.realpath(`${directory}/real/file`), `${files.realpath(directory)}/real/file`)
  },

  'a removed file is gone, and removing it again is nothing': async ({ platform: { files }, directory }) => {
    files.write(`${directory}/short-lived`, 'x')
    files.remove(`${directory}/short-lived`)
    files.remove(`${directory}/short-lived`)
    equal(files.exists(`${directory}/short-lived`), false)
  },

  'a program gives its output and its code': async ({ platform }) => {
    const until = platform.now() + 5000
    equal(await platform.exec(['echo', 'two  words', '$HOME; "x"'], until), {
      code: 0,
      stdout: 'two  words $HOME; "x"\n',
    })
    equal((await platform.exec(['sh', '-c', 'echo é; echo no >&2; exit 7'], until)).code, 7)
    equal((await platform.exec(['sh', '-c', 'echo é; echo no >&2; exit 7'], until)).stdout, 'é\n')
  },

  'a program that does not exist has no code': async ({ platform }) => {
    equal((await platform.exec(['no-such-program'], platform.now() + 2000)).code, null)
  },

  'a program reads nothing from us': async ({ platform }) => {
    equal(await platform.exec(['cat'], platform.now() + 2000), { code: 0, stdout: '' })
  },

  'a program is killed at the deadline': async ({ platform }) => {
    const began = platform.now()
    equal((await platform.exec(['sleep', '20'], began + 300)).code, null)
    const ms = platform.now() - began
    check(ms >= 250 && ms < 2500, `${ms} ms`)
  },

  'a program’s own children do not keep us waiting': async ({ platform }) => {
    const began = platform.now()
    const { code, stdout } = await platform.exec(['sh', '-c', 'echo early; sleep 4; echo late'], began + 300)
    equal([code, stdout], [null, 'early\n'])
    check(platform.now() - began < 2500, `${platform.now() - began} ms`)
  },

  'a program that is ended gently says how it ends, and needs two signals at most before the last one':
    async ({ platform, isReal }) => {
      if (!isReal) return
      const began = platform.now()
      const asked = `trap 'n=$((n+1)); echo asked $n; [ $n -lt 2 ] || exit 3' TERM; n=0; while :; do sleep 0.1; done`
      const { code, stdout } = await platform.exec(['sh', '-c', asked], began + 200, { gently: true })
      equal([code, stdout], [3, 'asked 1\nasked 2\n'])
      check(platform.now() - began < 4000, `${platform.now() - began} ms`)
    },

  'a program that does not end gently is killed': async ({ platform, isReal }) => {
    if (!isReal) return
    const began = platform.now()
    const deaf = `trap '' TERM; echo here; while :; do sleep 0.1; done`
    equal(await platform.exec(['sh', '-c', deaf], began + 200, { gently: true }), {
      code: null,
      stdout: 'here\n',
    })
    const ms = platform.now() - began
    check(ms >= 2100 && ms < 6000, `${ms} ms`)
  },

  'what a program says on its standard error comes with its output where it is wanted': async ({
    platform,
    isReal,
  }) => {
    if (!isReal) return
    const argv = ['sh', '-c', 'echo out; echo pin >&2; exit 2']
    const { code, stdout } = await platform.exec(argv, platform.now() + 5000, { withErrors: true })
    equal([code, stdout.split('\n').sort()], [2, ['', 'out', 'pin']])
  },

  'a program that is spawned has a session of its own and no terminal, input or output': async subject => {
    const { platform, directory, isReal } = subject
    if (!isReal) return
    const path = `${directory}/spawned`
    const script = `read x; echo said; cut -d ' ' -f 1,6,7 </proc/self/stat >${path}.new; mv ${path}.new ${path}`
    check(await platform.spawn(['env', 'sh', '-c', script]), 'not started')
    for (const until = platform.now() + 5000; platform.now() < until && !platform.files.exists(path); )
      await platform.sleep(20)
    const [, session, terminal] = platform.files.read(path)?.trim().split(' ') ?? []
    const own = platform.files
      .read('/proc/self/stat')
      ?.replace(/^.*\) /, '')
      .split(' ')[3]
    check(session !== undefined && session !== '0' && session !== own, session)
    equal(terminal, '0')
  },

  'a port carries bytes both ways': async ({ platform, port }) => {
    const tty = platform.openTty(port)
    await tty.write(bytesOf('AT+CSQ\r'), platform.now() + 2000)
    const text = await readTo(platform, tty, 'OK\r\n')
    tty.close()
    equal(text, 'AT+CSQ\r\r\n+CSQ: 20,99\r\n\r\nOK\r\n')
  },

  'a port that is quiet gives null at the deadline': async ({ platform, port }) => {
    const tty = platform.openTty(port)
    const began = platform.now()
    const bytes = await tty.read(began + 200)
    const ms = platform.now() - began
    tty.close()
    equal(bytes, null)
    check(ms >= 190 && ms < 2000, `${ms} ms`)
  },

  'what has come is read although the deadline is over': async ({ platform, port }) => {
    const tty = platform.openTty(port)
    await tty.write(bytesOf('AT+CSQ\r'), platform.now() + 2000)
    let text = ''
    for (let i = 0; i < 100 && !text.endsWith('OK\r\n'); i++) {
      await platform.sleep(50)
      for (let bytes = await tty.read(platform.now()); bytes; bytes = await tty.read(platform.now() - 1000))
        text += String.fromCharCode(...bytes)
    }
    tty.close()
    check(text.endsWith('OK\r\n'), text)
  },

  'a port is closed as often as one likes, and opened again': async ({ platform, port }) => {
    for (let nth = 0; nth < 3; nth++) {
      const tty = platform.openTty(port)
      await tty.write(bytesOf('AT+CSQ\r'), platform.now() + 2000)
      check((await readTo(platform, tty, 'OK\r\n')).includes('+CSQ: 20,99'), `nothing at the ${nth}th time`)
      tty.close()
      tty.close()
    }
  },

  'a port that does not exist is missing': async ({ platform }) => {
    equal(await failureOf(() => platform.openTty('/dev/ttyUSB77')), 'port_missing')
    equal(await failureOf(() => platform.lock('/dev/ttyUSB77', platform.now() + 100)), 'port_missing')
  },

  'a plain file at a port’s path is told as such, and left as it is': async ({ platform, directory }) => {
    const path = `${directory}/dev/ttyUSB9`
    platform.files.write(path, 'mine')
    try {
      platform.openTty(path)
      check(false, 'opened')
    } catch (failure) {
      equal(failure instanceof Failure && [failure.code, failure.message.includes('plain file')], [
        'port_missing',
        true,
      ])
    }
    equal(platform.files.read(path), 'mine')
  },

  'a lock is had at once when nobody has it': async ({ platform, port }) => {
    const lock = await platform.lock(port, platform.now() + 2000)
    equal(lock?.waited, 0)
    lock?.release()
  },

  'a lock that is held is not had by another, at once or at the deadline': async ({ platform, port }) => {
    const lock = await platform.lock(port, platform.now() + 2000)
    equal(await platform.lock(port, platform.now()), null)
    const began = platform.now()
    equal(await platform.lock(port, began + 300), null)
    const ms = platform.now() - began
    lock?.release()
    check(ms >= 290 && ms < 2500, `${ms} ms`)
  },

  'a lock that was released is had by the next': async ({ platform, port }) => {
    for (let nth = 0; nth < 3; nth++) {
      const lock = await platform.lock(port, platform.now() + 2000)
      check(lock !== null, `not at the ${nth}th time`)
      lock?.release()
    }
  },

  'a lock is waited for until it is free': async ({ platform, port }) => {
    // A busy machine may start the program that looks at the lock only after it was given back: then held longer.
    for (const held of [200, 1000, 4000]) {
      const first = await platform.lock(port, platform.now() + 2000)
      const began = platform.now()
      const [second] = await Promise.all([
        platform.lock(port, began + held + 4800),
        platform.sleep(held).then(() => first?.release()),
      ])
      second?.release()
      check(second !== null, 'never had')
      const waited = Number(second?.waited)
      if (waited === 0 && held < 4000) continue
      check(waited >= 100 && waited < held + 2800, `${waited} ms`)
      return
    }
  },

  'a lock keeps out the program flock, and flock keeps us out': async ({ platform, port, isReal }) => {
    const flock = () => platform.exec(['flock', '-n', port, 'true'], platform.now() + 2000)
    const lock = await platform.lock(port, platform.now() + 2000)
    equal((await flock()).code, 1)
    lock?.release()
    equal((await flock()).code, 0)
    if (!isReal) return
    const holding = platform.exec(['flock', port, 'sleep', '1'], platform.now() + 5000)
    await platform.sleep(300)
    equal(await platform.lock(port, platform.now()), null)
    const late = await platform.lock(port, platform.now() + 5000)
    check(late !== null && late.waited > 100, late)
    late?.release()
    await holding
  },

  'a lock does not keep its own holder from the port': async ({ platform, port }) => {
    const lock = await platform.lock(port, platform.now() + 2000)
    const tty = platform.openTty(port)
    await tty.write(bytesOf('AT+CSQ\r'), platform.now() + 2000)
    check((await readTo(platform, tty, 'OK\r\n')).includes('+CSQ'), 'no answer')
    tty.close()
    equal(await platform.lock(port, platform.now()), null)
    lock?.release()
  },

  'a name that is no module loads nothing': async ({ platform }) => {
    for (const id of ['no-such-module', '', '../methods/info', 'a/b', '.', 'INFO', 'info.js'])
      equal((await platform.load('methods', id)) ?? null, null)
  },

  'a port that takes no bytes is stuck at the deadline, closed at once and free': async subject => {
    const { platform, deaf } = subject
    const began = platform.now()
    const lock = await platform.lock(deaf, began + 2000)
    const tty = platform.openTty(deaf)
    const bytes = new Uint8Array(1_048_576).fill(65)
    equal(await failureOf(() => tty.write(bytes, platform.now() + 400)), 'port_stuck')
    equal(await failureOf(() => tty.write(bytesOf('AT\r'), platform.now() + 100)), 'port_stuck')
    const failed = platform.now()
    lock?.release()
    tty.close()
    check(failed - began < 4000, `failed after ${failed - began} ms`)
    check(platform.now() - failed < 2000, `closed after ${platform.now() - failed} ms`)
    const next = await platform.lock(deaf, platform.now() + 2000)
    check(lock !== null && next !== null, 'not free')
    next?.release()
  },

  'a port that goes away is lost to reader and writer': async ({ platform, doomed, appear }) => {
    await appear?.()
    const tty = platform.openTty(doomed)
    const orderAndRead = async () => {
      for (const end = platform.now() + 30_000; platform.now() < end; ) {
        await tty.write(bytesOf('AT+UNPLUG\r'), platform.now() + 2000)
        for (const until = platform.now() + 1000; platform.now() < until; ) await tty.read(until)
      }
    }
    equal(await failureOf(orderAndRead), 'port_lost')
    equal(await failureOf(() => tty.read(platform.now() + 100)), 'port_lost')
    equal(await failureOf(() => tty.write(bytesOf('AT\r'), platform.now() + 100)), 'port_lost')
    tty.close()
  },
}

/** Runs all cases; what went wrong by name, null where nothing did. */
export async function runCases(subject: Subject): Promise<Record<string, string | null>> {
  const results: Record<string, string | null> = {}
  for (const [name, run] of Object.entries(cases)) {
    try {
      await run(subject)
      results[name] = null
    } catch (error) {
      results[name] = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    }
  }
  return results
}
