import { describe, expect, it } from 'vitest'
import { openManager } from '../../src/channel/mmcli.ts'
import { hostWith, placeOfModem, programOf } from '../world/manager/host.ts'
import { createManager } from '../world/manager/mmcli.ts'

const path = '/org/freedesktop/ModemManager1/Modem/0'

describe('a conversation with ModemManager', () => {
  const talk = () => {
    const manager = createManager({ modem: { device: placeOfModem } })
    const { platform } = hostWith({ id: '1bc7:1201' }, { programs: { mmcli: programOf(manager) } })
    return {
      manager,
      channel: openManager(platform, path, { now: () => platform.now(), deadline: platform.now() + 15_000 }),
    }
  }

  it('asks with the options that stand for a command, and gets one line of JSON', async () => {
    const { manager, channel } = talk()
    const { lines, final } = await channel.send('ATmmcli --signal-get')
    expect(final.kind).toBe('ok')
    expect(JSON.parse(lines[0] ?? '')).toHaveProperty('modem.signal.refresh.rate', '10')
    expect(manager.runs).toEqual([`-m ${path} --signal-get -J`])
  })

  it('says in words why it does not', async () => {
    const manager = createManager({ orders: 'refused' })
    const { platform } = hostWith({ id: '1bc7:1201' }, { programs: { mmcli: programOf(manager) } })
    const channel = openManager(platform, path, {
      now: () => platform.now(),
      deadline: platform.now() + 15_000,
    })
    const { final } = await channel.send('ATmmcli --reset')
    expect(final).toMatchObject({ kind: 'error', text: expect.stringContaining('Unauthorized') })
  })

  it.each([
    'AT+CSQ',
    'AT',
    'ATmmcli',
    'ATmmcli --command=AT+CFUN=0',
    'ATmmcli --set-current-bands=eutran-3;reboot',
    'ATmmcli --pin=$(cat /etc/passwd)',
    'ATmmcli -m 1 --reset',
    'ATmmcli -i /etc/passwd',
    'ATmmcli --firmware-select="x y"',
    'AT mmcli --reset',
  ])('starts nothing for %j', async request => {
    const { manager, channel } = talk()
    await expect(channel.send(request)).rejects.toMatchObject({ code: 'port_busy' })
    await expect(channel.sendBody(request, 'text')).rejects.toMatchObject({ code: 'port_busy' })
    expect(manager.runs).toEqual([])
  })

  it('takes no name of a band from ModemManager that is none', async () => {
    const bands = ['eutran-3', 'eutran-7|--reset', '--factory-reset=000000', 'eutran-20']
    const manager = createManager({
      modem: { device: placeOfModem, bands, supported: bands, ports: ['wwan0 (net)'] },
    })
    const host = hostWith({ id: '1bc7:1201' }, { programs: { mmcli: programOf(manager) } })
    host.nodes.set('/var/run/modemmanager/modemmanager.pid', { text: '512\n' })
    host.nodes.set('/proc/512/comm', { text: 'ModemManager\n' })
    await host.call('set_bands', { rat: 'lte', bands: [3] })
    expect(manager.runs.filter(run => run.includes('set-current'))).toEqual([
      `-m ${path} --set-current-bands=eutran-3`,
    ])
  })
})
