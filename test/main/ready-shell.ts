import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Host, repository } from '../world/memory/host.ts'

const shells = [['/usr/bin/busybox', 'ash'], ['/bin/busybox', 'ash'], ['/bin/dash']].filter(
  ([program = '']) => existsSync(program),
)
const [shell = ['/bin/sh']] = shells

/** A script of the router in a folder that stands for its root, and whose qjs only says how it was called. */
export interface ReadyShell {
  /** The folder. */
  scratch: string
  /** Lays what a host has in its run directory, its clock, its devices and its configuration into the folder. */
  lay(host: Host): void
  /** What the script prints. */
  run(words: readonly string[], input: string): string
  remove(): void
}

/** Takes a script of `rpcd` into a scratch folder. */
export function readyShell(script: string): ReadyShell {
  const scratch = mkdtempSync(join(tmpdir(), 'modem-ready-'))
  const place = join(scratch, 'script')
  const source = readFileSync(join(repository, script), 'utf8')
  writeFileSync(place, source.replace(/(?<=[ =<"])\/(var|proc|etc)\//g, `${scratch}/$1/`))
  mkdirSync(join(scratch, 'bin'))
  writeFileSync(
    join(scratch, 'bin/qjs'),
    '#!/bin/sh\nshift 2\nprintf \'qjs %s\' "$*"\n[ ! "$READY" ] || printf \' <%s>\' "$READY"\nprintf \' \'\ncat\n',
  )
  chmodSync(join(scratch, 'bin/qjs'), 0o755)
  return {
    scratch,
    lay(host) {
      for (const each of ['var', 'proc', 'sys', 'etc'])
        rmSync(join(scratch, each), { recursive: true, force: true })
      const put = (path: string, text: string) => {
        mkdirSync(dirname(join(scratch, path)), { recursive: true, mode: 0o700 })
        writeFileSync(join(scratch, path), text)
      }
      const now = host.clock.now()
      put('/proc/uptime', `${(Math.floor(now / 10) / 100).toFixed(2)} 1.00\n`)
      for (const [path, node] of host.nodes) {
        if (!('text' in node) || !/^\/(var\/run\/modem\/|etc\/config\/|sys\/.*\/devnum$)/.test(path)) continue
        put(path, path.startsWith('/var') ? node.text.replace(/ \/sys\//, ` ${scratch}/sys/`) : node.text)
        if (path.startsWith('/etc')) utimesSync(join(scratch, path), 1_000_000, 1_000_000)
      }
    },
    run: (words, input) =>
      spawnSync(shell[0] ?? '', [...shell.slice(1), place, ...words], {
        input,
        encoding: 'utf8',
        env: { PATH: `${scratch}/bin:/usr/bin:/bin` },
      }).stdout,
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  }
}
