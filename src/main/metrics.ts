import { influx, openMetrics } from '../metrics/formats.ts'
import { hostOf, knownModems, metricsNow } from '../metrics/known.ts'
import { netJsonOf } from '../metrics/netjson.ts'
import type { Platform } from '../platform/platform.ts'

const formats: Readonly<Record<string, (platform: Platform, identities: boolean) => string>> = {
  openmetrics: (platform, identities) => openMetrics(metricsNow(platform, identities).metrics),
  influx: (platform, identities) => influx(metricsNow(platform, identities).metrics, hostOf(platform)),
  json: (platform, identities) => `${JSON.stringify(metricsNow(platform, identities))}\n`,
  netjson: platform => {
    const interfaces = knownModems(platform).flatMap(({ info }) =>
      info === null ? [] : (netJsonOf(info) ?? []),
    )
    return `${JSON.stringify({ type: 'DeviceMonitoring', interfaces })}\n`
  },
}

/** What `modem metrics` prints: `--format FORMAT`, and `--identities`. */
export function metricsCommand(
  platform: Platform,
  words: readonly string[],
): { text: string; isUsage: boolean } {
  const names = Object.keys(formats).join('|')
  let format = 'openmetrics'
  let identities = false
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (word === '--identities' || word === 'identities=true') identities = true
    else if (word === '--format') format = words[++at] ?? ''
    else if (/^(?:--)?format=/.test(word)) format = word.slice(word.indexOf('=') + 1)
    else return { text: `Usage: modem metrics [--format ${names}] [--identities]\n`, isUsage: true }
  }
  const printed = Object.hasOwn(formats, format) ? formats[format] : undefined
  if (printed === undefined) return { text: `format must be one of ${names}\n`, isUsage: true }
  return { text: printed(platform, identities), isUsage: false }
}
