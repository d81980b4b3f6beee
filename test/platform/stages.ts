import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { Failure } from '../../src/contract/failure.ts'
import { createNodePlatform } from '../../src/platform/node/platform.ts'
import type { Exec, Platform } from '../../src/platform/platform.ts'
import { faulty } from '../world/memory/faults.ts'
import { createHost, loadSource } from '../world/memory/host.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { hostOnPty, type PtyHost } from '../world/modem/pty.ts'
import type { ModemScript } from '../world/modem/script.ts'
import type { Subject } from './cases.ts'

/** A subject and how to take it down. */
export interface Stage extends Subject {
  close(): void
}

const unplug = /UNPLUG/

/** The modem behind a port of the cases. */
export function modemScript(port: string): ModemScript {
  const number = Number(port.at(-1)) + 1
  return parseFixture(`@usb 1209:000${number} "Maker" "Stick"\n@port ${port} 2\n> AT+CSQ\n< +CSQ: 20,99\n`)
}

/** A modem on a pseudo-terminal that goes away when it is told to. */
export async function unpluggable(port: string): Promise<PtyHost> {
  const host = await hostOnPty(modemScript(port), { behaviours: [neverAnswers(unplug)] })
  const watch = setInterval(() => {
    if (!host.log.some(({ line }) => unplug.test(line))) return
    clearInterval(watch)
    host.close()
  }, 20)
  return {
    ...host,
    close() {
      clearInterval(watch)
      host.close()
    },
  }
}

/** A terminal pair whose other end nobody reads. */
export const deafHost = (): Promise<PtyHost> => hostOnPty(modemScript('ttyUSB2'), { deaf: true })

/** The in-memory host of the other tests; its clock stands still but for what is waited for. */
export function fakeStage(): Stage {
  const scripts = ['ttyUSB0', 'ttyUSB1', 'ttyUSB2'].map(modemScript)
  const host = createHost(
    scripts.map((script, i) => ({ script, path: `1-${i + 1}` })),
    {
      behaviours: [neverAnswers(unplug)],
      wrap(port) {
        let gone = false
        const check = () => {
          if (gone) throw new Failure('port_lost', 'unplugged')
        }
        return {
          ...port,
          async write(bytes, until) {
            check()
            await port.write(bytes, until)
            gone = unplug.test(String.fromCharCode(...bytes))
          },
          async read(until) {
            check()
            return port.read(until)
          },
        }
      },
    },
  )
  const { platform } = host
  return {
    platform: {
      ...platform,
      exec: (argv, until) => fakeProgram(platform, argv, until),
      openTty(port) {
        const tty = platform.openTty(port)
        const deaf = [{ at: 0, way: 'out', kind: 'deaf', amount: 0 }] as const
        const wait = async (until: number) => platform.sleep(until - platform.now())
        return port === '/dev/ttyUSB2' ? faulty(tty, deaf, wait) : tty
      },
    },
    directory: '/tmp/cases',
    port: '/dev/ttyUSB0',
    doomed: '/dev/ttyUSB1',
    deaf: '/dev/ttyUSB2',
    isReal: false,
    close() {},
  }
}

/** The few programs the cases start, without processes. */
async function fakeProgram(platform: Platform, argv: readonly string[], until: number): Promise<Exec> {
  const [program, ...args] = argv
  const isSlow = args.some(arg => /sleep/.test(arg)) || program === 'sleep'
  if (isSlow) {
    await platform.sleep(until - platform.now())
    return { code: null, stdout: program === 'sh' ? 'early\n' : '' }
  }
  if (program === 'echo') return { code: 0, stdout: `${args.join(' ')}\n` }
  if (program === 'sh') return { code: 7, stdout: 'é\n' }
  if (program === 'cat') return { code: 0, stdout: '' }
  if (program !== 'flock') return { code: null, stdout: '' }
  const lock = await platform.lock(String(args[1]), platform.now())
  lock?.release()
  return { code: lock ? 0 : 1, stdout: '' }
}

/** Node's platform on two pseudo-terminals. */
export async function nodeStage(): Promise<Stage> {
  const directory = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'modem-platform-'))
  const hosts = [await unpluggable('ttyUSB0'), await unpluggable('ttyUSB1'), await deafHost()]
  return {
    platform: createNodePlatform({ load: loadSource }),
    directory,
    port: hosts[0]?.path ?? '',
    doomed: hosts[1]?.path ?? '',
    deaf: hosts[2]?.path ?? '',
    isReal: true,
    close() {
      for (const host of hosts) host.close()
      fs.rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** The script `qjs.ts` with everything it needs, as one module. */
export async function bundleForQjs(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, 'qjs.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2023',
    external: ['std', 'os'],
  })
  return outputFiles[0]?.text ?? ''
}
