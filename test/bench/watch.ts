import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import type { Router } from '../world/router/root.ts'

/** Something that runs all the time: what is started, in a router of its own. */
interface Resident {
  name: string
  /** The words of its command line, which it is found by. */
  argv: readonly string[]
  /** A section of type `watch`, for the watch alone. */
  section?: string
  /** Whether bytes come in through the connection all the time. */
  isBusy?: true
}

/** A minute of a resident: ticks of the processor it used itself, and the programs it started, and lines it sent. */
interface Minute {
  own: number
  children: number
  lines: number
}

const tickMs = 10
const minuteMs = 60_000
/** A window is so long, so that looks every 30 s fall into each alike; the least of the windows counts. */
const windows = 4

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

/** As procd starts a service of OpenWrt: with few file numbers, which QuickJS closes one by one in each child. */
const limited = (words: string): readonly string[] => ['/bin/sh', '-c', `ulimit -n 64; exec ${words}`]

/** What netifd's shell library gives to watchcat. */
const library = 'find_config() { :; }\nnetwork_get_device() { eval "$1=eth1"; }\n'

function residents(interval: number, watchcat: string | null): Resident[] {
  const watch = { argv: limited(words), section: section(interval) }
  const page = `while sleep ${interval}; do /usr/share/3ginfo-lite/3ginfo.sh json >/dev/null; done`
  return [
    { name: `watch at ${interval} s, connection in use`, ...watch, isBusy: true },
    { name: `watch at ${interval} s, nothing comes in`, ...watch },
    ...(watchcat === null
      ? []
      : [
          {
            name: `watchcat at ${interval} s`,
            argv: limited(`/bin/sh /tmp/watchcat restart_iface 120 1.1.1.1 ${interval} standard eth1`),
          },
        ]),
    { name: `a page that polls 3ginfo.sh at ${interval} s`, argv: ['/bin/sh', '-c', page] },
  ]
}

/** Times of a process and of the children it has waited for, in ticks: user and system time together. */
async function ticksOf(router: Router, pid: number): Promise<{ own: number; children: number }> {
  const { stdout } = await router.run(['cat', `/proc/${pid}/stat`])
  const [user = 0, system = 0, ofUser = 0, ofSystem = 0] = stdout
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 15)
    .map(Number)
  return { own: user + system, children: ofUser + ofSystem }
}

async function memoryOf(router: Router, pid: number): Promise<number> {
  const { stdout } = await router.run(['cat', `/proc/${pid}/status`])
  return Number(/^VmRSS:\s*(\d+)/m.exec(stdout)?.[1])
}

/** Starts a program in its router; its process id there. */
async function start({ router }: Setup, argv: readonly string[]): Promise<number> {
  const before = new Set(router.running().map(({ pid }) => pid))
  void router.run(argv, { timeoutMs: (windows + 3) * minuteMs })
  for (;;) {
    const found = router
      .running()
      .find(({ pid, argv: [program] }) => !before.has(pid) && program !== 'nsenter')
    if (found) return found.pid
    await sleep(50)
  }
}

const section = (interval: number) => `config watch\n\toption interval '${interval}'\n`
const words = 'qjs --no-unhandled-rejection -m /usr/share/modem/watch.js'

/** Starts the watch, every 30 s, in a router that has a modem, and waits for its first look. */
export async function startWatch(setup: Setup): Promise<void> {
  setup.router.write('/etc/config/modem', section(30))
  await start(setup, limited(words))
  while (setup.router.read('/var/run/modem/usb-1-1.status') === null) await sleep(200)
}

async function settle(resident: Resident, watchcat: string | null): Promise<Setup> {
  const script = readFixture(path.join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
  const setup = await setUp([script], { uci: { modem: resident.section ?? '' } })
  const { router } = setup
  router.write('/usr/sbin/ping', '#!/bin/sh\nexit 0\n')
  for (const file of ['/lib/network/config.sh', '/lib/functions/network.sh']) router.write(file, library)
  if (watchcat !== null) router.write('/tmp/watchcat', fs.readFileSync(watchcat, 'utf8'))
  return setup
}

/** Lets bytes come in every second. */
function flow({ router }: Setup): () => void {
  let bytes = 0
  const file = path.join(router.root, '/sys/class/net/eth1/statistics/rx_bytes')
  const timer = setInterval(() => {
    bytes += 5000
    fs.writeFileSync(file, `${bytes}\n`)
  }, 1000)
  return () => clearInterval(timer)
}

/** What a resident costs, beside an empty `qjs` that waits in the same router. */
async function measure(resident: Resident, watchcat: string | null): Promise<string> {
  const setup = await settle(resident, watchcat)
  const { router, hosts } = setup
  const stop = resident.isBusy ? flow(setup) : () => {}
  try {
    router.write('/tmp/idle.js', "import * as os from 'os'\nos.setTimeout(() => {}, 1e9)\n")
    const idle = await start(setup, limited('qjs --no-unhandled-rejection -m /tmp/idle.js'))
    const pid = await start(setup, resident.argv)
    await sleep(minuteMs)
    const minutes: Minute[] = []
    let lines = hosts[0]?.log.length ?? 0
    let ticks = await ticksOf(router, pid)
    const idleTicks = await ticksOf(router, idle)
    for (let nth = 0; nth < windows; nth++) {
      await sleep(minuteMs)
      const now = await ticksOf(router, pid)
      const sent = hosts[0]?.log.length ?? 0
      minutes.push({ own: now.own - ticks.own, children: now.children - ticks.children, lines: sent - lines })
      ;[ticks, lines] = [now, sent]
    }
    const spent = await ticksOf(router, idle)
    const empty = (spent.own - idleTicks.own) / windows
    const [least] = minutes.sort((a, b) => a.own + a.children - b.own - b.children)
    const { own = 0, children = 0 } = least ?? {}
    const sent = minutes.reduce((sum, minute) => sum + minute.lines, 0) / windows
    const memory = await memoryOf(router, pid)
    const over = memory - (await memoryOf(router, idle))
    const cpu = (own + children - empty) * tickMs
    const cells = [
      `${memory} KB (${over >= 0 ? '+' : '−'}${Math.abs(over)})`,
      `${own * tickMs} ms`,
      `${children * tickMs} ms`,
      `${(cpu / (minuteMs / 100)).toFixed(2)} %`,
      sent.toFixed(1),
    ]
    return resident.name.padEnd(38) + cells.map(cell => cell.padStart(17)).join('')
  } finally {
    stop()
    await setup.close()
  }
}

/**
 * Prints what the watch costs: memory over an empty `qjs` that waits, CPU time of a minute by itself and by the programs
 * it starts, and command lines a minute; beside watchcat, whose script is given by its path, and a page that polls.
 */
export async function benchWatch(watchcat: string | null): Promise<void> {
  const heads = ['resident (− qjs)', 'CPU a minute', 'its children', 'of one core', 'lines a minute']
  console.log(`\n${' '.repeat(38)}${heads.map(head => head.padStart(17)).join('')}`)
  if (watchcat === null)
    console.log('Without watchcat: give its script by --watchcat FILE (utils/watchcat of openwrt/packages).')
  for (const interval of [30, 10]) {
    // All at the same time: whatever else the machine does, it does it to all of them.
    const rows = await Promise.all(residents(interval, watchcat).map(each => measure(each, watchcat)))
    for (const row of rows) console.log(row)
  }
}
