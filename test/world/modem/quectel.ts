import { stateful } from './behaviours.ts'
import { registers } from './registers.ts'
import { reply } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** A setting that is read with `+QCFG="name"` and written with `+QCFG="name",value`. */
interface Keyed {
  /** The reading command as far as the name: `+QCFG="usbnet"`. */
  ask: string
  /** Values that are taken; others are refused with ERROR. */
  takes: RegExp
  /** What a written value is read back as; default itself. */
  kept?(value: string): string
}

const cell = '\\d{1,7},\\d{1,4}'
const list = /^\d{1,3}(?::\d{1,3})*$/

const settings: readonly Keyed[] = [
  { ask: '+QCFG="nwscanmode"', takes: /^[0-3],1$/, kept: value => value.slice(0, 1) },
  { ask: '+QCFG="usbnet"', takes: /^[01235]$/ },
  {
    ask: '+QCFG="band"',
    takes: /^0,[\da-f]+(?:,0)?(?:,1)?$/,
    kept: value => `0x0,0x${value.split(',')[1]}`,
  },
  { ask: '+QNWPREFCFG="mode_pref"', takes: /^(?:AUTO|(?:(?:WCDMA|LTE|NR5G(?:-N?SA)?)(?::(?!$)|$))+)$/ },
  { ask: '+QNWPREFCFG="nr5g_disable_mode"', takes: /^[0-2]$/ },
  { ask: '+QNWPREFCFG="lte_band"', takes: list },
  { ask: '+QNWPREFCFG="nsa_nr5g_band"', takes: list },
  { ask: '+QNWPREFCFG="nr5g_band"', takes: list },
  { ask: '+QNWLOCK="common/4g"', takes: new RegExp(`^(?:0|1,${cell}|2,${cell},${cell}|3(?:,${cell}){3})$`) },
  {
    ask: '+QNWLOCK="common/5g"',
    takes: new RegExp(`^(?:0|1,${cell}|\\d{1,4},\\d{1,7},(?:15|30|60|120|240),\\d{1,3})$`),
  },
  {
    ask: '+QNWLOCK="common/lte"',
    takes: new RegExp(`^(?:0|[12],${cell})$`),
    kept: value => (value === '0' ? '0,1300,12,1' : `${value},0`),
  },
  { ask: '+QNWLOCK="save_ctrl"', takes: /^[01],[01]$/ },
]

/** Settings by name; one the script does not list does not exist. */
const keyed = (): Behaviour =>
  stateful(
    script => {
      const lines = new Map<string, string>()
      for (const { ask } of settings) {
        const listed = script.entries.get(ask.toUpperCase())?.replies[0]
        const step = listed?.steps.find(each => 'line' in each)
        if (!listed || !step) continue
        script.used.add(listed)
        lines.set(ask, step.line)
      }
      return lines
    },
    (part, lines) => {
      const setting = settings.find(({ ask }) => part === ask || part.startsWith(`${ask},`))
      const line = setting && lines.get(setting.ask)
      if (setting === undefined || line === undefined) return undefined
      const value = part.slice(setting.ask.length + 1)
      if (value === '') return reply([line])
      if (!setting.takes.test(value)) return reply([], 'ERROR')
      lines.set(setting.ask, `${setting.ask.replace('=', ': ')},${setting.kept?.(value) ?? value}`)
      return reply([])
    },
  )

/** What a Quectel module remembers: technologies, bands, cell locks, USB mode, SIM slot, dialling. */
export const quectel = (): Behaviour[] => [
  keyed(),
  registers(
    { name: '+QUIMSLOT', takes: /^[12]$/ },
    { name: '+QNETDEVCTL', takes: /^[0-3],\d,[01]$/, line: value => `+QNETDEVCTL: ${value},1` },
  ),
]
