import { afterEach, describe, expect, it } from 'vitest'
import {
  cellsJson,
  messageJson,
  messageListJson,
  modemJson,
  signalJson,
  simJson,
} from '../world/manager/answers.ts'
import { controlled, placeOfModem } from '../world/manager/host.ts'
import { capsText, registrationText, subscriberText } from '../world/manager/umbim-texts.ts'
import { createRouter, type Router, type RouterOptions, routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`ModemManager and MBIM on a router are not tested: ${problem}`)

const answers = '/usr/share/rig/answers'
const anchor =
  'cell type: lte, serving: yes, tac: D6E, ci: 1A2B3C4, physical ci: 1B, earfcn: 1300, rsrp: -93.000000'

/** A program that prints the file whose name is its last word but `-J`, and notes how it was called. */
const printer = (name: string) =>
  `#!/bin/sh\necho "$*" >>/tmp/${name}.log\nfor word; do [ "$word" = -J ] || last=$word; done\nexec cat "${answers}/\${last##*/}"\n`

describe.skipIf(problem !== null)('a modem without an AT port, on a router', () => {
  let router: Router | undefined
  afterEach(() => router?.close())
  const make = async (driver: string, proto: string, files: RouterOptions['files']) => {
    const device = proto === 'modemmanager' ? placeOfModem : '/dev/cdc-wdm0'
    const entry = {
      interface: 'wan',
      proto,
      up: true,
      pending: false,
      available: true,
      l3_device: 'wwan0',
      data: {},
    }
    router = await createRouter({
      modems: [{ ...controlled({ id: '1bc7:1201', driver }), ports: [] }],
      uci: { network: `config interface 'wan'\n\toption proto '${proto}'\n\toption device '${device}'\n` },
      files: {
        '/dev/cdc-wdm0': '',
        '/usr/share/rig/ubus/network.interface.dump.json': JSON.stringify({ interface: [entry] }),
        ...files,
      },
    })
    return router
  }
  const call = async (method: string, args: object = {}) => {
    const run = await router?.run(['/usr/libexec/rpcd/modem', 'call', method], {
      stdin: JSON.stringify(args),
    })
    return JSON.parse(run?.stdout ?? 'null') as Record<string, unknown>
  }

  it('is read and shown through ModemManager, which drives it', async () => {
    const { read, run } = await make('qmi_wwan', 'modemmanager', {
      '/usr/bin/mmcli': printer('mmcli'),
      [`${answers}/1-1`]: modemJson({ device: placeOfModem, ports: ['cdc-wdm0 (qmi)', 'wwan0 (net)'] }),
      [`${answers}/0`]: simJson(),
      [`${answers}/--signal-get`]: signalJson({ lte: { rssi: '-61.00', rsrp: '-93.00', snr: '12.80' } }),
      [`${answers}/--get-cell-info`]: cellsJson(anchor),
      [`${answers}/--messaging-list-sms`]: messageListJson(['/org/freedesktop/ModemManager1/SMS/7']),
      [`${answers}/7`]: messageJson('/org/freedesktop/ModemManager1/SMS/7', { text: 'Zażółć' }),
    })
    expect(await call('info')).toMatchObject({
      ways: ['modemmanager'],
      port: '/dev/cdc-wdm0',
      imei: '353338976168895',
      sim: { state: 'ready', imsi: '262021234567890' },
      carriers: [{ band: 3, channel: 1300, pci: 27 }],
    })
    expect((await call('status')).reason).toContain('ModemManager drives the modem.')
    expect(await call('messages')).toMatchObject({
      found: 1,
      complete: true,
      messages: [{ number: '+48601234567', text: 'Zażółć' }],
    })
    expect(await call('message_storage')).toMatchObject({ error: 'port_busy' })
    const page = await run(['/usr/bin/md_modemmanager', placeOfModem, 'wan', ''])
    expect(JSON.parse(page.stdout)).toMatchObject([{ imei: '353338976168895' }, {}, { operator_mcc: '262' }])
    expect(read('/tmp/mmcli.log')).not.toMatch(/--(?!signal-get|get-cell-info|messaging-list-sms)/)
  })

  it('is read over MBIM beside the connection of netifd, which stays', async () => {
    const { read } = await make('cdc_mbim', 'mbim', {
      '/sbin/umbim': printer('umbim'),
      [`${answers}/caps`]: capsText(),
      [`${answers}/subscriber`]: subscriberText(),
      [`${answers}/registration`]: registrationText('0003 - home'),
    })
    expect(await call('info')).toMatchObject({
      ways: ['mbim'],
      imei: '359072060012345',
      registration: { state: 'home' },
    })
    const runs = read('/tmp/umbim.log')?.trim().split('\n') ?? []
    expect(runs).toHaveLength(3)
    expect(runs.filter(words => !/^-n -t \d{4,} -d \/dev\/cdc-wdm0 \w+$/.test(words))).toEqual([])
  })
})
