import { type ChildProcess, execFile, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import type { MetricsReply } from '../../src/contract/metrics.ts'
import { discoveryOf, stateOf } from '../../src/metrics/home-assistant.ts'
import { publish, withdraw } from '../../src/metrics/mqtt.ts'
import { metricRows } from '../../src/metrics/table.ts'
import type { Exec, Platform } from '../../src/platform/platform.ts'
import { values } from '../../src/watch/values.ts'
import { type Host, repository } from '../world/memory/host.ts'
import { fg621Host } from '../world/memory/modems.ts'
import { living, modemWith, seen } from '../world/time/seen.ts'

const section = "config mqtt\n\toption host 'broker.lan'\n\toption router 'attic'\n"
const base = 'openwrt/attic/modem/usb-1-1'
const discovery = 'homeassistant/device/attic_usb-1-1/config'

/** A router with a modem that was read, a section of type `mqtt`, and a broker that writes down what it is sent. */
async function router(uci = section, answer: () => Exec = () => ({ code: 0, stdout: '' })) {
  const sent: (readonly string[])[] = []
  const host = fg621Host({
    uci: { modem: uci },
    programs: {
      mosquitto_pub: ({ argv }) => {
        const done = answer()
        if (done.code === 0) sent.push(argv)
        return done
      },
    },
  })
  await host.call('info')
  const topics = () => sent.splice(0).map(argv => argv[argv.indexOf('-t') + 1])
  return { host, sent, topics }
}

async function metricsOf(host: Host) {
  return ((await host.call('metrics')) as unknown as MetricsReply).metrics
}

describe('modem-mqtt', () => {
  test('publishes nothing without a section, or with one that is off', async () => {
    for (const uci of ['', `${section}\toption enabled '0'\n`]) {
      const { host, sent } = await router(uci)
      await publish(host.platform)
      expect(sent).toEqual([])
    }
  })

  test('publishes device, availability and values once, then the values alone', async () => {
    const { host, sent, topics } = await router()
    await publish(host.platform)
    expect(sent.every(argv => argv.join(' ').startsWith('mosquitto_pub -h broker.lan -q 1 '))).toBe(true)
    expect(sent.map(argv => argv.includes('-r'))).toEqual([true, true, false])
    expect(topics()).toEqual([discovery, `${base}/online`, `${base}/state`])
    host.clock.advance(60_000)
    await publish(host.platform)
    expect(topics()).toEqual([`${base}/state`])
    host.clock.advance(3_600_000)
    await publish(host.platform)
    expect(topics()).toEqual([discovery, `${base}/online`, `${base}/state`])
  })

  test('asks the modem nothing', async () => {
    const { host } = await router()
    const asked = host.simulators[0]?.log.length
    await publish(host.platform)
    expect(host.simulators[0]?.log.length).toBe(asked)
  })

  test('tells that a modem is gone, once, and takes everything back at the end', async () => {
    const { host, sent, topics } = await router()
    await publish(host.platform)
    topics()
    host.unplug()
    await publish(host.platform)
    await publish(host.platform)
    expect(sent.map(argv => argv.slice(6))).toEqual([['-t', `${base}/online`, '-m', 'offline']])
    sent.splice(0)
    await withdraw(host.platform)
    expect(sent.map(argv => argv.slice(6))).toEqual(
      [discovery, `${base}/online`].map(topic => ['-t', topic, '-n']),
    )
  })

  test('takes back what it published under another name', async () => {
    const { host, topics } = await router()
    await publish(host.platform)
    topics()
    host.nodes.set('/etc/config/modem', { text: section.replace('attic', 'cellar') })
    await publish(host.platform)
    expect(topics().slice(0, 2)).toEqual([discovery, `${base}/online`])
  })

  test('logs once that the broker does not answer, and tells all of it when it does', async () => {
    let code: number | null = 1
    const { host, topics } = await router(section, () => ({ code, stdout: 'Connection refused\n' }))
    const lines: string[] = []
    const platform: Platform = { ...host.platform, log: line => void lines.push(line) }
    for (let nth = 0; nth < 3; nth++) await publish(platform)
    expect([lines, topics()]).toEqual([['mqtt: Connection refused'], []])
    code = 0
    await publish(platform)
    expect(topics()).toEqual([discovery, `${base}/online`, `${base}/state`])
    expect(lines).toHaveLength(1)
  })

  test('makes topics of checked words alone, whatever the router and the section are called', async () => {
    const { host, topics } = await router(
      "config mqtt\n\toption host '-L mqtt://evil'\n\toption router 'a/#'\n\toption topic '$SYS'\n\toption port '99999'\n",
    )
    host.nodes.set('/proc/sys/kernel/hostname', { text: 'my router/#\n' })
    await publish(host.platform)
    const found = topics()
    expect(found).toContain('openwrt/my_router__/modem/usb-1-1/state')
    expect(found.filter(topic => !/^[\w-]+(?:\/[\w-]+)*$/.test(topic ?? ''))).toEqual([])
    expect(host.processes.flat()).not.toContain('-L mqtt://evil')
    expect(JSON.stringify(await host.call('doctor'))).toMatch(/router must be .*topic must be|host must be/s)
  })

  test('tells neither who the card or modem is nor where its cell is', async () => {
    const { host, sent } = await router()
    const info = (await host.call('info', { max_age: 3_600_000 })) as unknown as ModemInfo
    await publish(host.platform)
    const all = JSON.stringify(sent)
    for (const secret of [info.imei, info.sim.imsi, info.sim.iccid, info.cell.cell_id_hex])
      if (secret !== null) expect(all).not.toContain(secret)
    expect(all).toContain(info.operator.name)
  })
})

describe('what Home Assistant is told', () => {
  test('is an entity for every number of the table, and its value in the one message', async () => {
    const { host } = await router()
    const metrics = await metricsOf(host)
    const place = { node: 'attic_usb-1-1', state_topic: 's', availability_topic: 'a', expire_s: 180 }
    const { device, components } = discoveryOf(metrics, 'usb-1-1', place)
    const state = stateOf(metrics, 'usb-1-1')
    const info = (await host.call('info', { max_age: 3_600_000 })) as unknown as ModemInfo
    expect(device).toMatchObject({
      identifiers: ['attic_usb-1-1'],
      manufacturer: info.vendor,
      model: info.model,
    })
    for (const { name, type } of metricRows)
      if (type !== 'info') expect(components).toHaveProperty(name.replace(/^modem_/, ''))
    expect(state).toMatchObject({
      rsrp_dbm: info.signal.rsrp,
      up: 1,
      technology: 'lte_a',
      operator: info.operator.name,
    })
    expect(components.rsrp_dbm).toEqual({
      platform: 'sensor',
      name: 'RSRP',
      unique_id: 'attic_usb-1-1_rsrp_dbm',
      value_template: "{{ value_json.rsrp_dbm | default('None') }}",
      entity_category: 'diagnostic',
      expire_after: 180,
      unit_of_measurement: 'dBm',
      device_class: 'signal_strength',
      state_class: 'measurement',
    })
    expect(components.session_up).toMatchObject({
      platform: 'binary_sensor',
      payload_on: '1',
      name: 'Session up',
    })
    expect(components.receive_bytes_total).toMatchObject({
      device_class: 'data_size',
      state_class: 'total_increasing',
    })
    const keys = Object.entries(components).map(([key, { value_template }]) =>
      value_template.includes(`.${key} `),
    )
    expect(keys).not.toContain(false)
    expect(new Set(Object.values(components).map(({ unique_id }) => unique_id)).size).toBe(keys.length)
  })

  test('has secondary carriers in the message, but no entity that comes and goes with them', async () => {
    const { host } = await router()
    const metrics = await metricsOf(host)
    expect(stateOf(metrics, 'usb-1-1')).toHaveProperty('rsrp_dbm_lte_scc1')
    const place = { node: 'n', state_topic: 's', availability_topic: 'a', expire_s: 180 }
    expect(Object.keys(discoveryOf(metrics, 'usb-1-1', place).components).join()).not.toContain('scc')
  })
})

describe('the event values', () => {
  test('is told every `values_every` seconds, also when a look comes a little early, and not at the end', () => {
    const life = living(values, { values_every: '60' })
    const times = [0, 30, 59.5, 90, 119, 120]
    const told = times.filter(time => life.look(seen(time, { info: modemWith({}) })).length > 0)
    expect(told).toEqual([0, 59.5, 119])
    expect(life.look(seen(500, { ending: true }))).toEqual([])
    expect(life.look(seen(600, { info: null }))).toEqual([
      { want: 'event', event: 'values', values: { answers: false } },
    ])
  })
})

describe('the script for events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modem-mqtt-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const script = readFileSync(join(repository, 'rpcd/mqtt/hotplug'), 'utf8')
    .replaceAll('/var/run/modem', join(folder, 'run'))
    .replaceAll('/etc/modem', folder)
  mkdirSync(join(folder, 'mqtt'))
  writeFileSync(join(folder, 'mqtt/mosquitto_pub'), '-u u\n', { mode: 0o644 })
  writeFileSync(join(folder, 'script'), script)
  writeFileSync(join(folder, 'qjs'), `#!/bin/sh\necho "$XDG_CONFIG_HOME $*" >>${folder}/log\n`)
  chmodSync(join(folder, 'qjs'), 0o755)

  test('publishes for values and changes alone, with a file of credentials that only root can read', () => {
    writeFileSync(join(folder, 'log'), '')
    for (const ACTION of ['values', 'signal', 'message', 'disconnected'])
      execFileSync('sh', ['-c', `( . ${folder}/script )`], {
        env: { ACTION, MODEM: 'usb-1-1', PATH: `${folder}:${process.env.PATH}` },
      })
    expect(readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')).toEqual(
      ['values', 'disconnected'].map(
        () => `${folder}/mqtt --no-unhandled-rejection -m /usr/share/modem/mqtt.js`,
      ),
    )
    expect(execFileSync('stat', ['-c', '%a', join(folder, 'mqtt/mosquitto_pub')], { encoding: 'utf8' })).toBe(
      '600\n',
    )
  })
})

const hasBroker = ['mosquitto', 'mosquitto_pub', 'mosquitto_passwd'].every(
  program => spawnSync(program, ['--help']).error === undefined,
)
if (!hasBroker) console.warn('Nothing is published to a real broker: mosquitto is not installed')

/** A port of the loopback nobody uses. */
const freePort = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

describe.skipIf(!hasBroker)('a real broker that asks for a password', () => {
  const folder = mkdtempSync(join(tmpdir(), 'modem-broker-'))
  let broker: ChildProcess | null = null
  let port = 0
  const password = 'pass word'
  beforeAll(async () => {
    port = await freePort()
    execFileSync('mosquitto_passwd', ['-b', '-c', join(folder, 'users'), 'router', password], {
      stdio: 'ignore',
    })
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'users'), 0o644)
    writeFileSync(
      join(folder, 'broker.conf'),
      `listener ${port} 127.0.0.1\nallow_anonymous false\npassword_file ${folder}/users\n`,
    )
    mkdirSync(join(folder, 'mqtt'))
    writeFileSync(join(folder, 'mqtt/mosquitto_pub'), `# ours\n-u router\n-P ${password}\n`, { mode: 0o600 })
    broker = spawn('mosquitto', ['-c', join(folder, 'broker.conf')], { stdio: 'ignore' })
  })
  afterAll(() => {
    broker?.kill()
    rmSync(folder, { recursive: true })
  })

  /** Runs real programs, with the file of credentials in the place where the script for events has it. */
  const exec: Platform['exec'] = (argv, _until, options) =>
    new Promise(resolve => {
      const [program = '', ...args] = argv
      const env = { ...process.env, XDG_CONFIG_HOME: join(folder, 'mqtt') }
      execFile(program, args, { env, timeout: 20_000 }, (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : typeof error.code === 'number' ? error.code : null,
          stdout: options?.withErrors ? stdout + stderr : stdout,
        }),
      )
    })

  /** What the broker keeps, by topic. */
  function kept(): Map<string, string> {
    const words = ['-h', '127.0.0.1', '-p', `${port}`, '-u', 'router', '-P', password, '-v', '-t', '#']
    const { stdout } = spawnSync('mosquitto_sub', [...words, '--retained-only', '-W', '1'], {
      encoding: 'utf8',
    })
    return new Map(
      stdout
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line): [string, string] => [
          line.slice(0, line.indexOf(' ')),
          line.slice(line.indexOf(' ') + 1),
        ]),
    )
  }

  test('keeps device and availability, and no values that grow old, by credentials that no argument tells', async () => {
    const { host } = await router(
      section.replace('broker.lan', '127.0.0.1').concat(`\toption port '${port}'\n`),
    )
    const words: string[] = []
    const logged: string[] = []
    const platform: Platform = {
      ...host.platform,
      log: line => void logged.push(line),
      exec: (argv, until, options) => {
        words.push(...argv)
        return exec(argv, until, options)
      },
    }
    for (let nth = 0; nth < 100 && kept().size < 2; nth++) {
      if (nth > 0) await setTimeout(100)
      await publish(platform)
    }
    expect(words.join(' ')).not.toContain('pass')
    const messages = kept()
    expect([...messages.keys()].sort()).toEqual([discovery, `${base}/online`])
    expect(messages.get(`${base}/online`)).toBe('online')
    const { state_topic, availability_topic } = JSON.parse(messages.get(discovery) ?? '')
    expect([state_topic, availability_topic]).toEqual([`${base}/state`, `${base}/online`])
    const state = words[words.indexOf(`${base}/state`) + 2]
    expect(JSON.parse(state ?? '')).toMatchObject({ up: 1, technology: 'lte_a' })
    await withdraw(platform)
    expect(kept().size).toBe(0)
  })

  test('is not reached with wrong credentials, which is logged without them', async () => {
    writeFileSync(join(folder, 'mqtt/mosquitto_pub'), '-u router\n-P wrong\n')
    onTestFinished(() => writeFileSync(join(folder, 'mqtt/mosquitto_pub'), `-u router\n-P ${password}\n`))
    const { host } = await router(
      section.replace('broker.lan', '127.0.0.1').concat(`\toption port '${port}'\n`),
    )
    const logged: string[] = []
    await publish({ ...host.platform, exec, log: line => void logged.push(line) })
    expect(logged).toEqual([expect.stringMatching(/^mqtt: .*not authorised/i)])
    expect(logged.join()).not.toContain('wrong')
  })
})
