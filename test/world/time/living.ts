import type { Files } from '../../../src/platform/platform.ts'
import { watchModem } from '../../../src/watch/loop.ts'
import { policies } from '../../../src/watch/policies.ts'
import { type Rung, rungs } from '../../../src/watch/policy.ts'
import { readPlans } from '../../../src/watch/settings.ts'
import { readMemories } from '../../../src/watch/store.ts'
import { createHost, type Host } from '../memory/host.ts'
import { usualUci } from '../memory/layout.ts'
import { fg621 } from '../memory/modems.ts'
import { fibocom } from '../modem/fibocom.ts'
import { reply } from '../modem/script.ts'
import { type Card, sim } from '../modem/sim.ts'
import type { Behaviour } from '../modem/simulator.ts'
import { homeOf } from '../sysfs.ts'

/** What can go wrong with the connection of a living router, and the cheapest rung that ends it. */
export interface Trouble {
  /** `stalled`: up, and nothing comes back; `stuck`: never done connecting; `gone`: the modem has left its bus. */
  kind: 'stalled' | 'stuck' | 'gone'
  cure: Rung | null
}

/** Something that happened, in s since the router began to be told of. */
export interface Happening {
  at: number
  text: string
}

/** A router in memory that lives: a modem, netifd, a network, sockets and lines that can be switched, and their time. */
export interface LivingRouter {
  host: Host
  /** What happened to it, and what was done, in order. */
  happenings: readonly Happening[]
  /** The rungs whose effect was seen, in order. */
  effects: readonly Rung[]
  /** What is wrong now. */
  readonly trouble: Trouble | null
  /** Begins something. */
  begin(trouble: Trouble): void
  /** Says something in its story. */
  say(text: string): void
  /** Lets the watch of its configuration look after it for so many seconds, and be ended then. */
  watch(seconds: number): Promise<void>
}

/** How a living router is made. */
export interface Making {
  /** The section of type `watch` in /etc/config/modem. */
  section?: string
  /** What the modem answers to `+COPS?`. */
  operator?: string
  /** What the line that powers it says while it is on, and which way it goes. */
  line?: '0' | '1'
  direction?: 'in' | 'out'
  /** Whether the modem answers nobody once it was let in again. */
  isDeaf?: boolean
  /** The SIM card in it; default: one that asks for nothing. */
  card?: Card
  /** How often it refuses to look for its network anew. */
  refusals?: number
  /** Told of each happening as it comes. */
  onHappening?(happening: Happening): void
}

const home = homeOf({ bus: 'usb', address: '1-1' })
const socket = '/sys/bus/usb/devices/1-0:1.0/usb1-port1'
const line = '/sys/class/gpio/lte_power'

/** Commands by which a modem starts anew, and those by which it looks for its network anew. */
const restarts = /^\+CFUN=(?:1,1|15)$/
const registers = /^\+(?:COPS=[02]|CFUN=[14])$/

/** Makes a living router: an FG621 whose interface `wwan` is up, and nothing wrong with it. */
export function createLivingRouter(making: Making = {}): LivingRouter {
  const { section = '', line: on = '1', direction = 'out', onHappening } = making
  const { operator = '+COPS: 0,0,"orange",7' } = making
  const script = fg621()
  let isDeaf = false
  let { refusals = 0 } = making
  let [isDetached, isSilent] = [false, false]
  const happenings: Happening[] = []
  const effects: Rung[] = []
  let trouble: Trouble | null = null
  let wasStopped = false
  const netifd = { up: true, pendingUntil: 0, autostart: true, available: true, since: 0 }

  const listens: Behaviour = () => ({
    ignores: () => isDeaf,
    answer(part) {
      if (restarts.test(part)) {
        isDetached = isSilent = false
        host.after(500, leave)
        host.after(9000, () => come('restart'))
        return reply([])
      }
      if (part === '+COPS?') return reply([isDetached ? '+COPS: 2' : operator])
      if (part === '+CFUN?') return reply([`+CFUN: ${isSilent ? 4 : 1}`])
      if (!registers.test(part)) return undefined
      const isBack = part === '+COPS=0' || part === '+CFUN=1'
      if (isBack && refusals > 0) {
        refusals--
        return reply([], '+CME ERROR: 3')
      }
      if (part.startsWith('+COPS')) isDetached = !isBack
      else isSilent = !isBack
      if (isBack) effect('register')
      return reply([])
    },
  })
  const host = createHost([{ script }], {
    behaviours: [listens, ...(making.card ? [sim(making.card)] : []), ...fibocom()],
    uci: { ...usualUci(script), modem: `config watch\n${section}` },
  })
  const { platform, clock, nodes } = host
  const began = clock.now()
  const seconds = () => Math.round((clock.now() - began) / 1000)
  const say = (text: string) => {
    const happening = { at: seconds(), text }
    happenings.push(happening)
    onHappening?.(happening)
  }
  const effect = (rung: Rung) => {
    effects.push(rung)
    const { cure } = trouble ?? { cure: null }
    if (cure === null || rungs.indexOf(rung) < rungs.indexOf(cure)) return
    say(`world: ${rung} ends the trouble`)
    trouble = null
  }
  const leave = () => {
    host.unplug()
    Object.assign(netifd, { up: false, pendingUntil: 0, available: false })
    say('world: the modem leaves its bus')
  }
  const switches = () => {
    nodes.set('/sys/bus/usb/devices/1-1', { link: home })
    nodes.set(`${home}/authorized`, { text: '1\n' })
  }
  const come = (rung: Rung) => {
    effect(rung)
    if (trouble?.kind === 'gone') return
    host.plug()
    switches()
    isDeaf = making.isDeaf === true
    say('world: the modem is on its bus')
  }
  switches()
  nodes.set('/proc/sys/kernel/random/boot_id', { text: 'first\n' })
  nodes.set(`${socket}/disable`, { text: '0\n' })
  nodes.set(`${line}/value`, { text: `${on}\n` })
  nodes.set(`${line}/direction`, { text: `${direction}\n` })

  /** What netifd has come to by now. */
  const settle = () => {
    const { pendingUntil } = netifd
    if (pendingUntil === 0 || clock.now() < pendingUntil || trouble?.kind === 'stuck' || !netifd.available)
      return
    Object.assign(netifd, { up: true, pendingUntil: 0, since: clock.now() })
    say('world: wwan is up')
  }
  const order = (method: string, argument: string) => {
    if (JSON.parse(argument).interface !== 'wwan') return { code: 4, stdout: '' }
    if (method === 'down') {
      Object.assign(netifd, { up: false, pendingUntil: 0, autostart: false })
      wasStopped = true
    }
    if (method === 'notify_proto') netifd.available = true
    if (method === 'up') {
      netifd.autostart = true
      if (wasStopped) effect('reconnect')
      wasStopped = false
      if (!netifd.up && netifd.available) netifd.pendingUntil = clock.now() + 3000
    }
    say(`netifd: ${method} wwan`)
    return { code: 0, stdout: '' }
  }
  const dump = () => {
    settle()
    const { up, pendingUntil, autostart, available, since } = netifd
    const wwan = {
      interface: 'wwan',
      ...{ up, pending: pendingUntil > 0, available, autostart, proto: 'dhcp', device: 'eth1' },
      ...(up ? { uptime: Math.round((clock.now() - since) / 1000), l3_device: 'eth1' } : {}),
      'ipv4-address': up ? [{ address: '10.64.12.34', mask: 24 }] : [],
      route: up ? [{ target: '0.0.0.0', mask: 0, nexthop: '10.64.12.1' }] : [],
    }
    return JSON.stringify({ interface: [{ interface: 'loopback', up: true, l3_device: 'lo' }, wwan] })
  }

  platform.exec = async argv => {
    const [program, verb, object, method, argument = ''] = argv
    if (argv.join(' ') === 'ubus call network.interface dump') return { code: 0, stdout: dump() }
    if (program === 'ubus' && verb === 'call' && object === 'network.interface' && method)
      return order(method, argument)
    if (program === 'ubus' && verb === 'send') say(`event: ${method}`)
    if (program === 'reboot') effect('reboot')
    if (program !== 'ping')
      return { code: program === 'ubus' || program === 'sync' || program === 'reboot' ? 0 : null, stdout: '' }
    const isAnswered = netifd.up && trouble === null
    clock.advance(isAnswered ? 20 : 3000)
    return { code: isAnswered ? 0 : 1, stdout: '' }
  }
  const { files } = platform
  let counted = began
  const bytes = { rx: 1_000_000, tx: 500_000 }
  const count = () => {
    const elapsed = (clock.now() - counted) / 1000
    counted = clock.now()
    if (!netifd.up) return
    bytes.tx += Math.round(elapsed * 200)
    if (trouble === null) bytes.rx += Math.round(elapsed * 2000)
  }
  const { read, put } = files
  Object.assign(files, {
    read(path, limit) {
      if (path === '/proc/uptime') return `${93_784 + seconds()}.00 0.00\n`
      const [, way] = /eth1\/statistics\/(rx|tx)_bytes$/.exec(path) ?? []
      if (way === undefined) return read(path, limit)
      count()
      return `${way === 'rx' ? bytes.rx : bytes.tx}\n`
    },
    put(path, value) {
      if (!put(path, value)) return false
      say(`kernel: ${value} for ${path.replace(/^.*\/(?=[^/]+\/)/, '')}`)
      if (path.endsWith('/authorized') && value === '0') {
        leave()
        switches()
      }
      const powers = [`${line}/value`, `${socket}/disable`]
      if (path === powers[0] && value !== on) leave()
      if (path === powers[1] && value === '1') leave()
      if (path.endsWith('/authorized') && value === '1') host.after(3000, () => come('reenumerate'))
      if (path === powers[1] && value === '0') host.after(3000, () => come('reenumerate'))
      if (path === powers[0] && value === on) host.after(6000, () => come('power'))
      return true
    },
  } satisfies Partial<Files>)
  platform.log = text => say(`log: ${text}`)

  return {
    host,
    happenings,
    effects,
    get trouble() {
      return trouble
    },
    say,
    begin(next) {
      trouble = next
      say(`world: ${next.kind}, which ${next.cure === null ? 'nothing ends' : `${next.cure} ends`}`)
      if (next.kind === 'gone') leave()
      if (next.kind === 'stuck') Object.assign(netifd, { up: false, pendingUntil: clock.now() + 3000 })
    },
    async watch(length) {
      const until = clock.now() + length * 1000
      const { plans } = readPlans(platform.files, policies)
      const watching = {
        platform,
        date: () => new Date(Date.UTC(2026, 5, 1) + clock.now()),
        pause: (ms: number) => platform.sleep(ms),
        isEnding: () => clock.now() >= until,
      }
      for (const plan of plans) await watchModem(watching, plan)
    },
  }
}

/** What the watch of a living router remembers. */
export const memoryOf = ({ host }: LivingRouter) => readMemories(host.platform)[0] ?? null
