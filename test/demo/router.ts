import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { dispatch } from '../../src/main/dispatch.ts'
import { createNodePlatform } from '../../src/platform/node/platform.ts'
import { loadSource, repository } from '../host/host.ts'
import { interfaceDump, layout, usualUci } from '../host/layout.ts'
import { hostOnPty } from '../sim/pty.ts'
import type { ModemScript } from '../sim/script.ts'
import type { Behaviour } from '../sim/simulator.ts'

/** A simulated router on this machine: the built tree, a laid-out /sys, and a modem on a real pseudo-terminal. */
export interface DemoRouter {
  /** Calls a method of the ubus object `modem`. */
  call(method: string, args: unknown): Promise<object>
  /** Which way the pseudo-terminal was made. */
  pty: string
  close(): void
}

/** Writes a layout below `root`; links become relative, so that they hold wherever the root lies. */
export function writeLayout(root: string, nodes: ReturnType<typeof layout>): void {
  for (const [name, node] of nodes) {
    const file = path.join(root, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    if ('text' in node) fs.writeFileSync(file, node.text)
    else {
      fs.mkdirSync(path.join(root, node.link), { recursive: true })
      fs.symlinkSync(path.relative(path.dirname(file), path.join(root, node.link)), file)
    }
  }
}

/** Starts the modem and lays out the router around it. */
export async function startRouter(
  script: ModemScript,
  behaviours: readonly Behaviour[],
): Promise<DemoRouter> {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'modem-demo-'))
  fs.cpSync(path.join(repository, 'dist/root'), root, { recursive: true })
  writeLayout(root, layout([{ script }], { uci: usualUci(script) }))
  const host = await hostOnPty(script, { behaviours })
  fs.mkdirSync(path.join(root, 'dev'), { recursive: true })
  fs.symlinkSync(host.path, path.join(root, 'dev', script.port?.name ?? 'ttyUSB0'))
  const started = Date.now()
  const platform = createNodePlatform({
    root,
    load: loadSource,
    exec: argv => {
      const uptime = 93_784 + Math.floor((Date.now() - started) / 1000)
      const isDump = argv.join(' ') === 'ubus call network.interface dump'
      return isDump ? { code: 0, stdout: interfaceDump(script.net?.name ?? null, uptime) } : null
    },
  })
  return {
    call: (method, args) => dispatch(platform, method, args),
    pty: host.maker,
    close() {
      host.close()
      fs.rmSync(root, { recursive: true, force: true })
    },
  }
}
