import type { ModemInfo } from '../contract/info.ts'

/** What a stick that is a router has told beyond `info`, as far as the legacy pages show it; read with distrust. */
export interface StickExtras {
  /** Of Huawei: what kind of device it calls itself, its hardware, its web pages. */
  identity?: unknown
  /** Bars of its display. */
  bars?: unknown
}

/** `+CSQ` that 3ginfo makes of the bars of an Alcatel stick. */
const csqOfBars = [0, 6, 12, 18, 24, 31]

/** The level as these programs show it: by RSSI; else by bars, of Huawei as a percentage, of Alcatel as an index. */
function levelOf({ signal, vendor }: ModemInfo, bars: unknown): Partial<ModemInfo['signal']> {
  if (signal.csq !== null) return {}
  if (signal.rssi !== null) {
    const csq = Math.min(31, Math.max(0, Math.floor((signal.rssi + 113) / 2)))
    return { csq, percent: Math.floor((csq * 100) / 31) }
  }
  if (typeof bars !== 'number' || bars < 0 || bars > 5) return {}
  return vendor === 'Huawei' ? { percent: Math.max(0, 20 * bars - 19) } : { csq: csqOfBars[bars] ?? null }
}

const textIn = (extras: unknown, ...names: readonly string[]): string | null => {
  const found = extras instanceof Object ? (extras as Readonly<Record<string, unknown>>) : {}
  const value = names.map(name => found[name]).find(each => typeof each === 'string' && each !== '')
  return typeof value === 'string' && /^[\w .()/:+-]{1,60}$/.test(value) ? value : null
}

/**
 * `info` of a stick with the texts that 3ginfo and modemdata print for it: of Huawei `E3372h-320 (hilink)`, and the firmware
 * behind its hardware, or before its web pages; the index and the percentage they make of its level.
 */
export function asLegacyStick(
  info: ModemInfo,
  { identity, bars }: StickExtras,
  program: '3ginfo' | 'modemdata',
): ModemInfo {
  const { signal, model, firmware } = info
  const kind = textIn(identity, 'Classify', 'classify')
  const hardware = textIn(identity, 'HardwareVersion')
  const pages = textIn(identity, 'WebUIVersion')
  const isPage = program === '3ginfo'
  return {
    ...info,
    model: isPage && model !== null && kind !== null ? `${model} (${kind})` : model,
    firmware:
      firmware === null
        ? null
        : isPage
          ? [hardware, firmware].filter(Boolean).join(' / ')
          : [firmware, pages].filter(Boolean).join('/'),
    signal: { ...signal, ...levelOf(info, bars) },
  }
}
