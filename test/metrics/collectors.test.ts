import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Ajv from 'ajv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MetricsReply } from '../../src/contract/metrics.ts'
import { metricsCommand } from '../../src/main/metrics.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { fg621Host, recorded } from '../world/memory/modems.ts'

const scratch = mkdtempSync(join(tmpdir(), 'modem-collectors-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
const place = (file: string) => join(repository, 'rpcd/fleet', file)
const has = (program: string, word = '--version') => spawnSync(program, [word]).error === undefined
const put = (name: string, text: string) => {
  const path = join(scratch, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  if (text.startsWith('#!')) chmodSync(path, 0o755)
  return path
}
for (const [program, what] of [
  ['lua5.1', 'collectors in Lua'],
  ['ucode', 'collector in ucode'],
  ['promtool', 'pages of the collectors'],
  ['zabbix_agentd', 'user parameters of Zabbix'],
] as const)
  if (!has(program)) console.warn(`The ${what} are not tried: there is no ${program}`)

/** What `ubus call modem metrics` tells, with an operator whose name breaks a page that is not careful. */
async function reply(): Promise<MetricsReply> {
  const host = fg621Host()
  await host.call('info')
  const told = (await host.call('metrics')) as unknown as MetricsReply
  const operator = told.metrics.find(({ name }) => name === 'modem_operator_info')
  if (operator?.samples[0]) operator.samples[0].labels.operator = 'a"b\\c\nd'
  return told
}
const told = await reply()
const samples = told.metrics.reduce((sum, { samples }) => sum + samples.length, 0)

/** A value as Lua writes it. */
function lua(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(lua).join(',')}}`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value)
      .map(([key, each]) => `[${JSON.stringify(key)}]=${lua(each)}`)
      .join(',')}}`
  return JSON.stringify(value)
}

const luaUbus = (answer: unknown) => `package.preload.ubus = function()
  return { connect = function()
    return { call = function(_, object, method) assert(object == "modem" and method == "metrics"); return ${lua(answer)} end, close = function() end }
  end }
end
`
const runLua = (text: string) => execFileSync('lua5.1', [put('main.lua', text)], { encoding: 'utf8' })

/** What promtool finds wrong with a page. */
function faultsOf(page: string): string[] {
  if (!has('promtool')) return []
  const { stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: page, encoding: 'utf8' })
  return `${stdout}${stderr}`.split('\n').filter(Boolean)
}

describe.skipIf(!has('lua5.1'))('the collector for prometheus-node-exporter-lua', () => {
  /** The exporter's function, as it is for its collectors: no way to tell a help text, and labels as they come. */
  const exporter = `function metric(name, kind, labels, value)
  io.write("# TYPE " .. name .. " " .. kind .. "\\n")
  local function output(own, number)
    if number == nil then return end
    local words = {}
    for label, text in pairs(own) do words[#words + 1] = label .. '="' .. text .. '"' end
    table.sort(words)
    io.write(name .. "{" .. table.concat(words, ",") .. "} " .. number .. "\\n")
  end
  if value ~= nil then output(labels, value) end
  return output
end
dofile("${place('modem.lua')}").scrape()
`
  test('hands on every value, and no operator breaks its page', () => {
    const page = runLua(luaUbus(told) + exporter)
    expect(page).toContain('operator="a b c d"')
    expect(page.split('\n').filter(line => line.startsWith('modem_'))).toHaveLength(samples)
    // The exporter gives its collectors no way to tell a help text, and promtool would like one of every metric.
    expect(faultsOf(page).filter(line => !line.endsWith(' no help text'))).toEqual([])
  })

  test('fails where the object does not answer, so that the exporter tells it', () => {
    expect(() => runLua(luaUbus({}) + exporter)).toThrow(/the object modem does not answer/)
  })
})

describe.skipIf(!has('ucode'))('the collector for prometheus-node-exporter-ucode', () => {
  /** What the exporter has for its collectors: types are told with the first value, null is passed over. */
  const exporter = (answer: unknown) => `
const answer = ${JSON.stringify(answer)};
const escaped = text => replace(replace(replace(text, /\\\\/g, '\\\\\\\\'), /"/g, '\\\\"'), /\\n/g, '\\\\n');
function metric(name, kind, help) {
	let isTold = false;
	let output;
	output = function(labels, value) {
		if (value == null) return output;
		if (!isTold) print('# HELP ', name, ' ', help, '\\n# TYPE ', name, ' ', kind, '\\n');
		isTold = true;
		print(name, '{', join(',', map(sort(keys(labels ?? {})), key => key + '="' + escaped(labels[key]) + '"')), '} ', +value, '\\n');
		return output;
	};
	return output;
}
const collect = loadfile('${place('modem.uc')}', { raw_mode: true, strict_declarations: true });
const done = call(collect, null, proto({
	ubus: { call: (object, method) => object == 'modem' && method == 'metrics' ? answer : null },
	counter: (name, help) => metric(name, 'counter', help),
	gauge: (name, help) => metric(name, 'gauge', help),
}, global));
print('# EOF ', done === false ? 'failed' : 'done', '\\n');
`
  const run = (answer: unknown) =>
    execFileSync('ucode', ['-R', put('main.uc', exporter(answer))], { encoding: 'utf8' })

  test('hands on every value with its help, in a page that promtool finds nothing wrong with', () => {
    const page = run(told)
    expect(page).toMatch(/# EOF done\n$/)
    expect(page.split('\n').filter(line => line.startsWith('modem_'))).toHaveLength(samples)
    expect(page).toContain('operator="a\\"b\\\\c\\nd"')
    expect(faultsOf(page.replace(/# EOF.*\n/, ''))).toEqual([])
  })

  test('fails where the object does not answer', () => {
    expect(run(null)).toBe('# EOF failed\n')
  })
})

/** A file of values as collectd names it, `signal_power-rsrp`. */
interface Dispatched {
  plugin: string
  plugin_instance: string
  type: string
  type_instance: string
}

describe.skipIf(!has('lua5.1'))('collectd and the statistics of LuCI', () => {
  let dispatched: Dispatched[] = []
  beforeAll(() => {
    const rows = runLua(`${luaUbus(told)}local read
collectd = {
  register_read = function(f) read = f end,
  dispatch_values = function(v)
    assert(type(v.values[1]) == "number")
    print(table.concat({ v.plugin, v.plugin_instance, v.type, v.type_instance }, " "))
  end
}
dofile("${place('collectd.lua')}")
assert(read() == 0)
`)
    dispatched = rows
      .trim()
      .split('\n')
      .map(row => row.split(' '))
      .map(([plugin = '', plugin_instance = '', type = '', type_instance = '']) => ({
        plugin,
        plugin_instance,
        type,
        type_instance,
      }))
  })

  interface Graph {
    title: string
    data: { instances: Record<string, string[]>; options: Record<string, { title: string; color: string }> }
  }
  /** The graphs of these files, by the definition as LuCI's loader runs it. */
  function graphs(files: readonly Dispatched[], dtype: string | null = null): Graph[] {
    const source = readFileSync(place('statistics.js'), 'utf8')
    const definition = new Function('baseclass', '_', source)(
      { extend: (members: object) => members },
      (text: string) => text,
    )
    const ofType = (type: string) => files.filter(file => file.type === type)
    const graph = {
      dataTypes: () => [...new Set(files.map(({ type }) => type))].sort(),
      dataInstances: (_host: string, _plugin: string, _instance: string, type: string) =>
        ofType(type).map(({ type_instance }) => type_instance),
    }
    return definition.rrdargs(graph, 'router', 'modem', 'usb-1-1', dtype)
  }

  test('collectd gets a value of every quantity once', () => {
    const names = dispatched.map(each => Object.values(each).join(' '))
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('modem usb-1-1 signal_power rsrp')
    expect(names).toContain('modem usb-1-1 snr sinr-lte_scc1')
  })

  test('every value that collectd gets is in one graph, under a name of its own', () => {
    const shown = graphs(dispatched).flatMap(({ data: { instances, options } }) =>
      Object.entries(instances).flatMap(([type, each]) =>
        each.map(instance => {
          expect(options[`${type}_${instance}`]).toMatchObject({
            color: expect.stringMatching(/^[\da-f]{6}$/),
          })
          return `${type}-${instance}`
        }),
      ),
    )
    expect(shown.sort()).toEqual(
      dispatched.map(({ type, type_instance }) => `${type}-${type_instance}`).sort(),
    )
    for (const { data } of graphs(dispatched)) {
      const titles = Object.values(data.options).map(({ title }) => title)
      expect(new Set(titles).size).toBe(titles.length)
    }
  })

  test('graphs are of what there is alone', () => {
    const few = dispatched.filter(({ type_instance }) => type_instance === 'rsrp')
    expect(graphs(few).map(({ data }) => data.instances)).toEqual([{ signal_power: ['rsrp'] }])
    expect(graphs(dispatched, 'snr')).toHaveLength(1)
  })
})

/** The part `mobile` of OpenWISP's schema for NetJSON DeviceMonitoring: nothing may be missing, and nothing be added. */
const numbers = (...names: string[]) => ({
  type: 'object',
  additionalProperties: false,
  required: names,
  properties: Object.fromEntries(names.map(name => [name, { type: 'number' }])),
})
const mobileSchema = {
  type: 'object',
  additionalProperties: false,
  required: [
    'imei',
    'operator_name',
    'operator_code',
    'manufacturer',
    'model',
    'connection_status',
    'power_status',
    'signal',
  ],
  properties: {
    imei: { type: 'string', pattern: '^[0-9]{15,17}$' },
    operator_name: { type: 'string' },
    operator_code: { type: 'string', pattern: '^[0-9]{4,6}$' },
    manufacturer: { type: 'string' },
    model: { type: 'string' },
    connection_status: { type: 'string' },
    power_status: { type: 'string' },
    signal: {
      type: 'object',
      additionalProperties: false,
      properties: {
        gsm: numbers('rssi'),
        cdma1x: numbers('rssi', 'ecio'),
        evdo: numbers('rssi', 'ecio', 'io', 'sinr'),
        umts: numbers('rssi', 'rscp', 'ecio'),
        lte: numbers('rssi', 'rsrp', 'rsrq', 'snr'),
      },
    },
  },
}

const fixtures = [
  'fibocom/fg621-lte-a',
  'quectel/rm520n-nsa',
  'quectel/rm520n-pci-sa',
  'quectel/ec25',
].filter(name => existsSync(join(repository, `test/fixtures/${name}.at`)))

/** What `modem metrics --format netjson` prints for a router with this modem. */
async function netjson(fixture: string) {
  const host = createHost([{ script: recorded(fixture) }])
  await host.call('info')
  return metricsCommand(host.platform, ['--format', 'netjson']).text
}

describe('OpenWISP', () => {
  const valid = new Ajv({ allErrors: true }).compile(mobileSchema)

  test.each(fixtures)('takes what is told of %s', async fixture => {
    const { interfaces } = JSON.parse(await netjson(fixture)) as { interfaces: { mobile: unknown }[] }
    for (const { mobile } of interfaces) expect([valid(mobile), valid.errors]).toEqual([true, null])
    if (fixture === 'fibocom/fg621-lte-a') expect(interfaces).toHaveLength(1)
  })

  test.skipIf(!has('lua5.1'))(
    'gets it by the branch of the page, beside what it collects itself',
    async () => {
      const page = readFileSync(join(repository, 'docs/metrics.md'), 'utf8')
      const [, command = ''] = /```sh\n(file=[\s\S]*?interfaces\.lua[\s\S]*?)```/.exec(page) ?? []
      const module = put(
        'openwisp-monitoring/interfaces.lua',
        `local interfaces = {}
function interfaces.get_interface_info(name)
  if name == "wwan9" then return { specialized = { type = "modem-manager", mobile = {} } } end
  return { stp = name == "br-lan" or nil }
end
return interfaces
`,
      )
      const script = command.replace('/usr/lib/lua/openwisp-monitoring/interfaces.lua', module)
      expect(script).not.toBe(command)
      for (let nth = 0; nth < 2; nth++) execFileSync('sh', ['-c', script])
      expect(readFileSync(module, 'utf8').match(/openwisp-monitoring\.modem/g)).toHaveLength(1)

      const run = () =>
        execFileSync(
          'lua5.1',
          [
            put(
              'netjson.lua',
              `package.path = "${scratch}/?.lua"
package.preload.cjson = function() return { decode = function(text) assert(text == "{}\\n"); return ${lua(answer)} end } end
local interfaces = require("openwisp-monitoring.interfaces")
for _, name in ipairs({ "br-lan", "eth1", "wwan9" }) do
  local info = interfaces.get_interface_info(name, {})
  print(name, info.stp, info.specialized and info.specialized.type, info.specialized and info.specialized.mobile.model)
end
`,
            ),
          ],
          { encoding: 'utf8', env: { ...process.env, PATH: `${scratch}:${process.env.PATH}` } },
        ).split('\n')
      const answer = JSON.parse(await netjson('fibocom/fg621-lte-a'))
      const { name, mobile } = answer.interfaces[0]
      expect(name).toBe('eth1')
      put('modem', '#!/bin/sh\n[ "$*" = "metrics --format netjson" ] && echo "{}"\n')
      // Until the package is there, nothing changes.
      expect(run()).toEqual([
        'br-lan\ttrue\tnil\tnil',
        'eth1\tnil\tnil\tnil',
        'wwan9\tnil\tmodem-manager\tnil',
        '',
      ])
      put('openwisp-monitoring/modem.lua', readFileSync(place('openwisp.lua'), 'utf8'))
      expect(run()).toEqual([
        'br-lan\ttrue\tnil\tnil',
        `eth1\tnil\tmodem-manager\t${mobile.model}`,
        'wwan9\tnil\tmodem-manager\tnil',
        '',
      ])
    },
  )
})

describe('Zabbix', () => {
  const acl = (file: string) => JSON.parse(readFileSync(place(file), 'utf8'))

  test('may call the one method it needs, whatever its agent runs as', () => {
    expect([acl('zabbix-acl.json'), acl('zabbix-acl-older.json')]).toEqual(
      ['zabbix-agent', 'zabbix'].map(user => ({ user, access: { modem: { methods: ['metrics'] } } })),
    )
  })

  test.skipIf(!has('zabbix_agentd', '--version') || !has('jq'))(
    'gets all values in one item, and the modems by low-level discovery',
    () => {
      const config = put(
        'zabbix.conf',
        `Server=127.0.0.1\nHostname=router\nAllowRoot=1\nInclude=${place('zabbix.conf')}\n`,
      )
      put('bin/ubus', `#!/bin/sh\n[ "$*" = "call modem metrics" ] && cat ${scratch}/reply.json\n`)
      // A stand-in for OpenWrt's jsonfilter, which knows the one expression.
      put(
        'bin/jsonfilter',
        `#!/bin/sh\n[ "$2" = '@.metrics[@.name="modem_up"].samples[*].labels.modem' ] && jq -r '.metrics[] | select(.name == "modem_up").samples[].labels.modem'\n`,
      )
      const ask = (key: string, answer: object) => {
        put('reply.json', JSON.stringify(answer))
        const env = { ...process.env, PATH: `${scratch}/bin:${process.env.PATH}` }
        const text = execFileSync('zabbix_agentd', ['-c', config, '-t', key], { encoding: 'utf8', env })
        return JSON.parse(/\[t\|([\s\S]*)\]/.exec(text)?.[1] ?? 'null')
      }
      expect(ask('modem.metrics', told)).toEqual(told)
      expect(ask('modem.discovery', told)).toEqual({ data: [{ '{#MODEM}': 'usb-1-1' }] })
      const up = (modem: string) => ({ labels: { modem }, value: 1 })
      const two = { metrics: [{ name: 'modem_up', samples: [up('lte'), up('a"b'), up('usb-1-2')] }] }
      expect(ask('modem.discovery', two)).toEqual({
        data: [{ '{#MODEM}': 'lte' }, { '{#MODEM}': 'usb-1-2' }],
      })
      expect(ask('modem.discovery', { metrics: [] })).toEqual({ data: [] })
    },
  )
})
