import type { Metric, Sample } from '../contract/metrics.ts'
import { metricRows } from './table.ts'

/** What is told of a modem in one message: numbers by the name of their metric, and a few words. */
export type State = Readonly<Record<string, string | number>>

/** Where one modem of a router stands in topics, and how long its values are believed. */
export interface Place {
  /** Letters, digits, `-` and `_`; another one for each modem of each router. */
  node: string
  state_topic: string
  availability_topic: string
  expire_s: number
}

/** One entity of Home Assistant. */
export interface Component {
  platform: 'sensor' | 'binary_sensor'
  name: string
  unique_id: string
  value_template: string
  entity_category: 'diagnostic'
  expire_after: number
  unit_of_measurement?: string
  device_class?: string
  state_class?: 'measurement' | 'total_increasing'
  payload_on?: '1'
  payload_off?: '0'
}

/** A device of Home Assistant with all its entities, in one message (Home Assistant 2024.11 and newer). */
export interface Discovery {
  device: { identifiers: [string]; name: string; manufacturer?: string; model?: string; sw_version?: string }
  origin: { name: string }
  state_topic: string
  availability_topic: string
  qos: 1
  components: Readonly<Record<string, Component>>
}

/** What is told in words, by its key: the metric and the label it stands in. Cells and identities are not. */
const words: Readonly<Record<string, readonly [metric: string, label: string]>> = {
  technology: ['modem_registration_info', 'rat'],
  registration: ['modem_registration_info', 'state'],
  operator: ['modem_operator_info', 'operator'],
  band: ['modem_carrier_info', 'band'],
  sim: ['modem_sim_info', 'state'],
}

const ofModem = (metrics: readonly Metric[], name: string, modem: string): Sample[] =>
  metrics.find(metric => metric.name === name)?.samples.filter(({ labels }) => labels.modem === modem) ?? []

const isPrimary = ({ labels: { carrier = 'pcc' } }: Sample) => carrier === 'pcc'

const keyOf = (metric: string, { labels: { carrier = 'pcc' } }: Sample) =>
  `${metric.replace(/^modem_/, '')}${carrier === 'pcc' ? '' : `_${carrier}`}`

/** What one modem's message says. What several samples of a key tell, as rungs of the watch do, is added up. */
export function stateOf(metrics: readonly Metric[], modem: string): State {
  const state: Record<string, string | number> = {}
  for (const { name, type } of metrics)
    for (const sample of type === 'info' ? [] : ofModem(metrics, name, modem)) {
      const key = keyOf(name, sample)
      state[key] = Number(state[key] ?? 0) + sample.value
    }
  for (const [key, [metric, label]] of Object.entries(words)) {
    const text = ofModem(metrics, metric, modem).find(isPrimary)?.labels[label]
    if (text !== undefined) state[key] = text
  }
  return state
}

/** What Home Assistant calls a quantity, by the unit at the end of its metric's name. */
const units: readonly (readonly [end: RegExp, unit: string, device_class: string])[] = [
  [/_dbm$/, 'dBm', 'signal_strength'],
  [/_db$/, 'dB', 'signal_strength'],
  [/_celsius$/, '°C', 'temperature'],
  [/_seconds$/, 's', 'duration'],
  [/_hertz$/, 'Hz', 'frequency'],
  [/_bytes_total$/, 'B', 'data_size'],
]

/** `RSRP`, `Session uptime`: the metric's name without its unit. */
function nameOf(key: string): string {
  const text = key.replace(/_(?:dbm|db|celsius|seconds|hertz|total)$/, '').replaceAll('_', ' ')
  const named = text.replace(/\b(?:rsr[pq]|sinr|rss[ip]|rscp|sim)\b/g, word => word.toUpperCase())
  return named.slice(0, 1).toUpperCase() + named.slice(1)
}

/** The entities there are, known or not: which of them have a value changes with the network. */
function componentsOf({ node, expire_s }: Place): Record<string, Component> {
  const component = (key: string, platform: Component['platform'], more: Partial<Component>): Component => ({
    platform,
    name: nameOf(key),
    unique_id: `${node}_${key}`,
    value_template: `{{ value_json.${key} | default('None') }}`,
    entity_category: 'diagnostic',
    expire_after: expire_s,
    ...more,
  })
  const numbers = metricRows.flatMap(({ name, type, isTruth }): [string, Component][] => {
    if (type === 'info') return []
    const key = name.replace(/^modem_/, '')
    if (isTruth) return [[key, component(key, 'binary_sensor', { payload_on: '1', payload_off: '0' })]]
    const [, unit_of_measurement, device_class] = units.find(([end]) => end.test(name)) ?? []
    const quantity = unit_of_measurement && device_class ? { unit_of_measurement, device_class } : {}
    const state_class = type === 'counter' ? 'total_increasing' : 'measurement'
    return [[key, component(key, 'sensor', { ...quantity, state_class })]]
  })
  const texts = Object.keys(words).map((key): [string, Component] => [key, component(key, 'sensor', {})])
  return Object.fromEntries([...numbers, ...texts])
}

/** The message that makes one modem a device of Home Assistant. */
export function discoveryOf(metrics: readonly Metric[], modem: string, place: Place): Discovery {
  const { vendor, model, firmware } = ofModem(metrics, 'modem_info', modem)[0]?.labels ?? {}
  return {
    device: {
      identifiers: [place.node],
      name: [vendor, model].filter(Boolean).join(' ') || modem,
      ...(vendor === undefined ? {} : { manufacturer: vendor }),
      ...(model === undefined ? {} : { model }),
      ...(firmware === undefined ? {} : { sw_version: firmware }),
    },
    origin: { name: 'modem-mqtt' },
    state_topic: place.state_topic,
    availability_topic: place.availability_topic,
    qos: 1,
    components: componentsOf(place),
  }
}
