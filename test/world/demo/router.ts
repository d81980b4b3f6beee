import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { runJob } from '../../../src/jobs/run.ts'
import { dispatch } from '../../../src/main/dispatch.ts'
import { createNodePlatform } from '../../../src/platform/node/platform.ts'
import type { Exec, Platform } from '../../../src/platform/platform.ts'
import { loadSource, repository } from '../memory/host.ts'
import { interfaceDump, layout, usualUci } from '../memory/layout.ts'
import { hostOnPty, type PtyHost } from '../modem/pty.ts'
import type { ModemScript } from '../modem/script.ts'
import type { Behaviour } from '../modem/simulator.ts'
import { writeNodes } from '../sysfs.ts'

/** A simulated router on this machine: the built tree, a laid-out /sys, and modems on real pseudo-terminals. */
export interface DemoRouter {
  /** Directory that stands for `/`. */
  root: string
  /** The host the methods run on. */
  platform: Platform
  /** Calls a method of the ubus object `modem`. */
  call(method: string, args: unknown): Promise<object>
  /** The simulated modems, in the order given; `log` tells what each was asked. */
  modems: readonly Pick<PtyHost, 'path' | 'log'>[]
  close(): void
}

/** Bytes the simulated connection carries in a second. */
const traffic = { rx: 187_000, tx: 24_000 } as const

/** Scripts whose ports and network devices have names of their own. */
function apart(scripts: readonly ModemScript[]): ModemScript[] {
  return scripts.map((script, index) => ({
    ...script,
    port: script.port && index > 0 ? { ...script.port, name: `ttyUSB${10 + index}` } : script.port,
    net: script.net && index > 0 ? { ...script.net, name: `wwan${10 + index}` } : script.net,
  }))
}

/** A root directory with the built tree, in which jobs can run in this process. */
export function makeRoot(): string {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'modem-demo-'))
  fs.cpSync(path.join(repository, 'dist/root'), root, { recursive: true })
  // Jobs run in this process, which the laid-out /proc therefore has to know.
  for (const pid of ['self', String(process.pid)]) {
    fs.mkdirSync(path.join(root, 'proc', pid), { recursive: true })
    fs.writeFileSync(path.join(root, 'proc', pid, 'stat'), `${process.pid} (node) S ${'1 '.repeat(18)}7 0\n`)
  }
  return root
}

/** The platform of a laid-out router on this machine: jobs run in this process. */
export function platformIn(root: string, exec: (argv: readonly string[]) => Exec | null): Platform {
  const platform = createNodePlatform({
    root,
    load: loadSource,
    async spawn(argv) {
      void runJob(platform, argv.at(-1) ?? '')
      return true
    },
    exec,
  })
  return platform
}

/** Lets the byte counters of every network device go on. */
function countTraffic(root: string, seconds: number): void {
  const devices = path.join(root, 'sys/class/net')
  for (const device of fs.existsSync(devices) ? fs.readdirSync(devices) : [])
    for (const direction of ['rx', 'tx'] as const) {
      const file = path.join(devices, device, 'statistics', `${direction}_bytes`)
      const wobble = 1 + Math.sin(Date.now() / 7000) / 3
      const more = Math.round(seconds * traffic[direction] * wobble)
      fs.writeFileSync(file, `${Number(fs.readFileSync(file, 'utf8')) + more}\n`)
    }
}

/** Commands by which modems start anew, of all dialects. */
const restarts = /^(?:\+CFUN=(?:1,1|15)|\^RESET|!RESET|\+CRESET|#REBOOT|\+ZRESET|\+QPOWD=1)$/

/** Has the modem at a place leave its bus and come back at once when it starts anew: the kernel numbers it anew. */
const comesAnew =
  (root: string, place: string): Behaviour =>
  () => ({
    answer(part) {
      const counted = path.join(root, 'sys/bus/usb/devices', place, 'devnum')
      if (restarts.test(part) && fs.existsSync(counted))
        setTimeout(() => {
          if (fs.existsSync(counted))
            fs.writeFileSync(counted, `${Number(fs.readFileSync(counted, 'utf8')) + 40}\n`)
        }, 500).unref()
      return undefined
    },
  })

/**
 * Starts the modems and lays out the router around them; the first one serves the interface `wwan`. `programs` answers for
 * programs of the router; null: as usual.
 */
export async function startRouter(
  scripts: readonly ModemScript[],
  behaviours: (script: ModemScript) => readonly Behaviour[],
  programs: (argv: readonly string[], root: string) => Exec | null = () => null,
): Promise<DemoRouter> {
  const root = makeRoot()
  const placed = apart(scripts)
  const [first] = placed
  const plugged = placed.map((script, index) => {
    const usb = script.device?.bus !== 'pci'
    return { script, path: usb ? `1-${index + 1}` : `0000:0${index + 1}:00.0` }
  })
  writeNodes(root, layout(plugged, { uci: first && placed.length === 1 ? usualUci(first) : {} }))
  const hosts: PtyHost[] = []
  fs.mkdirSync(path.join(root, 'dev'), { recursive: true })
  for (const [index, { script, path: place }] of plugged.entries()) {
    const host = await hostOnPty(script, { behaviours: [comesAnew(root, place), ...behaviours(script)] })
    hosts.push(host)
    fs.symlinkSync(host.path, path.join(root, 'dev', script.port?.name ?? `ttyUSB${index}`))
  }
  const started = Date.now()
  let counted = started
  const platform = platformIn(root, argv => {
    const uptime = 93_784 + Math.floor((Date.now() - started) / 1000)
    const isDump = argv.join(' ') === 'ubus call network.interface dump'
    const answer = programs(argv, root)
    if (answer !== null) return answer
    return isDump ? { code: 0, stdout: interfaceDump(first?.net?.name ?? null, uptime) } : null
  })
  return {
    root,
    platform,
    call(method, args) {
      countTraffic(root, (Date.now() - counted) / 1000)
      counted = Date.now()
      return dispatch(platform, method, args)
    },
    modems: hosts,
    close() {
      for (const host of hosts) host.close()
      fs.rmSync(root, { recursive: true, force: true })
    },
  }
}
