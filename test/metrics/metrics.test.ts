import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import type { MetricsReply } from '../../src/contract/metrics.ts'
import { metricsCommand } from '../../src/main/metrics.ts'
import { influx, openMetrics } from '../../src/metrics/formats.ts'
import { netJsonOf } from '../../src/metrics/netjson.ts'
import { metricRows, metricsOf } from '../../src/metrics/table.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { anyModem, fg621, fg621Host, recorded } from '../world/memory/modems.ts'

/** A router whose modem was asked, and what is told of it as numbers. */
async function told(host = fg621Host(), identities = false) {
  for (const { modem } of (await host.call('list')).modems as { modem: string }[])
    await host.call('info', { modem })
  const { metrics } = (await host.call('metrics', { identities })) as unknown as MetricsReply
  return { host, metrics }
}

describe('the table', () => {
  test('has names by the rules of OpenMetrics, each once, and says of each what it tells and where from', () => {
    const wrong = metricRows.filter(({ name, type, help, from }) => {
      const end = type === 'counter' ? /_total$/ : type === 'info' ? /_info$/ : /^(?!.*_(?:total|info)$)/
      return !/^modem_[a-z_]+$/.test(name) && name !== 'modem_info'
        ? true
        : !end.test(name) || help === '' || from === ''
    })
    expect(wrong).toEqual([])
    expect(new Set(metricRows.map(({ name }) => name)).size).toBe(metricRows.length)
  })
})

describe('metrics', () => {
  test('of a modem are its last answer as numbers, and ask it nothing', async () => {
    const { host, metrics } = await told()
    const asked = host.simulators[0]?.log.length
    host.clock.advance(90_000)
    const again = (await host.call('metrics')) as unknown as MetricsReply
    expect(host.simulators[0]?.log.length).toBe(asked)
    const info = (await host.call('info', { max_age: 3_600_000 })) as unknown as ModemInfo
    const value = (name: string, of = again.metrics) => of.find(each => each.name === name)?.samples
    expect(value('modem_up')).toEqual([{ labels: { modem: 'usb-1-1' }, value: 1 }])
    expect(value('modem_age_seconds')?.[0]?.value).toBeGreaterThanOrEqual(90)
    expect(value('modem_rsrp_dbm')?.[0]).toEqual({
      labels: { modem: 'usb-1-1', rat: 'lte', carrier: 'pcc' },
      value: info.signal.rsrp,
    })
    expect(value('modem_carriers')?.[0]?.value).toBe(info.carriers.filter(({ active }) => active).length)
    expect(value('modem_receive_bytes_total')?.[0]?.value).toBe(info.connection.rx_bytes)
    expect(metrics.map(({ name }) => name)).not.toContain('modem_identity_info')
  })

  test('name a person or a device only where that is asked for, and there alone', async () => {
    const { host, metrics } = await told()
    const info = (await host.call('info', { max_age: 3_600_000 })) as unknown as ModemInfo
    const identities = [info.imei, info.sim.imsi, info.sim.iccid].filter(each => each !== null)
    expect(identities.length).toBeGreaterThan(1)
    for (const each of identities) expect(JSON.stringify(metrics)).not.toContain(each)
    const { metrics: named } = await told(host, true)
    const rest = named.filter(({ name }) => name !== 'modem_identity_info')
    expect(JSON.stringify(named)).toContain(info.imei)
    for (const each of identities) expect(JSON.stringify(rest)).not.toContain(each)
  })

  test('that are not known have no sample, never a number that stands for none', async () => {
    const silent = createHost([{ script: { ...anyModem(), silent: true } }])
    const { metrics } = await told(silent)
    expect(metrics.find(({ name }) => name === 'modem_up')?.samples[0]?.value).toBe(0)
    for (const name of ['modem_rsrp_dbm', 'modem_temperature_celsius', 'modem_registered'])
      expect(metrics.map(each => each.name)).not.toContain(name)
    expect(metricsOf([{ modem: 'a', age_s: null, info: null, recoveries: {} }], false)).toMatchObject([
      { name: 'modem_up', samples: [{ labels: { modem: 'a' }, value: 0 }] },
    ])
  })

  test('of every fixture differ in their labels, so that no two samples are the same series', async () => {
    const wrong: string[] = []
    for (const name of ['quectel/rm520n-pci-sa', 'fibocom/fg621-lte-a', 'quectel/rm520n-nsa']) {
      if (!existsSync(join(repository, `test/fixtures/${name}.at`))) continue
      const { metrics } = await told(createHost([{ script: recorded(name) }]))
      for (const { name: metric, samples } of metrics) {
        const series = samples.map(({ labels }) => JSON.stringify(labels))
        if (new Set(series).size < series.length) wrong.push(`${name} ${metric}`)
      }
    }
    expect(wrong).toEqual([])
  })
})

describe('the formats of others', () => {
  test('OpenMetrics has a type and a help for each family, escapes labels and ends', async () => {
    const hostile = {
      name: 'modem_info',
      type: 'info',
      help: 'h',
      samples: [{ labels: { modem: 'a"\\\n' }, value: 1 }],
    } as const
    expect(openMetrics([{ ...hostile, samples: [...hostile.samples] }])).toBe(
      '# TYPE modem info\n# HELP modem h\nmodem_info{modem="a\\"\\\\\\n"} 1\n# EOF\n',
    )
    const { metrics } = await told()
    const lines = openMetrics(metrics).trimEnd().split('\n')
    expect(lines.at(-1)).toBe('# EOF')
    expect(
      lines
        .slice(0, -1)
        .filter(line => !/^(# (TYPE|HELP) modem\w* .+|modem_\w+\{modem="[^"]+"[^}]*\} -?[\d.]+)$/.test(line)),
    ).toEqual([])
  })

  test('InfluxDB lines have fields of one set of labels together', async () => {
    const { metrics } = await told()
    expect(
      influx(
        [
          {
            name: 'modem_up',
            type: 'gauge',
            help: 'h',
            samples: [{ labels: { operator: 'a,b=c\r\nd\\ e' }, value: 1 }],
          },
        ],
        'r',
      ),
    ).toBe('modem,host=r,operator=a\\,b\\=c\\ \\ d\\\\\\ e up=1\n')
    const text = influx(metrics, 'my router')
    expect(text).toMatch(/^modem,host=my\\ router,modem=usb-1-1 .*up=1/m)
    expect(
      text
        .split('\n')
        .filter(
          line =>
            line !== '' && !/^modem(,[^ =]+=(?:[^ ,=\\]|\\.)+)+ \w+=-?[\d.]+(,\w+=-?[\d.]+)*$/.test(line),
        ),
    ).toEqual([])
  })

  test('OpenWISP gets what its schema requires and nothing else, or nothing', async () => {
    const { host } = await told()
    const info = (await host.call('info', { max_age: 3_600_000 })) as unknown as ModemInfo
    const part = netJsonOf(info)
    expect(Object.keys(part?.mobile ?? {}).sort()).toEqual([
      'connection_status',
      'imei',
      'manufacturer',
      'model',
      'operator_code',
      'operator_name',
      'power_status',
      'signal',
    ])
    expect(part?.mobile.operator_code).toMatch(/^\d{5,6}$/)
    expect(Object.keys(part?.mobile.signal.lte ?? {}).sort()).toEqual(['rsrp', 'rsrq', 'rssi', 'snr'])
    expect(netJsonOf({ ...info, imei: null })).toBeNull()
    expect(netJsonOf({ ...info, operator: { ...info.operator, mnc: null } })).toBeNull()
    expect(netJsonOf({ ...info, rat: 'nr_sa' })).toBeNull()
    expect(netJsonOf({ ...info, signal: { ...info.signal, sinr: null } })?.mobile.signal).toEqual({})
  })

  test('are chosen by name, and others are told', async () => {
    const { host } = await told()
    const run = (...words: string[]) => metricsCommand(host.platform, words)
    expect(run().text).toContain('# EOF')
    expect(JSON.parse(run('--format', 'netjson').text)).toMatchObject({
      type: 'DeviceMonitoring',
      interfaces: [{}],
    })
    expect(JSON.parse(run('format=json').text)).toHaveProperty('metrics')
    expect(run('--format', 'xml')).toEqual({
      text: 'format must be one of openmetrics|influx|json|netjson\n',
      isUsage: true,
    })
    expect(run('--format', 'constructor').isUsage).toBe(true)
  })
})

test('two modems have two series of each metric', async () => {
  const { metrics } = await told(createHost([{ script: fg621() }, { script: anyModem(), path: '1-2' }]))
  expect(metrics.find(({ name }) => name === 'modem_up')?.samples.map(({ labels }) => labels.modem)).toEqual([
    'usb-1-1',
    'usb-1-2',
  ])
})
