import { describe, expect, it } from 'vitest'
import { findModem } from '../../src/discovery/remembered.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { anyModem, fg621 } from '../world/memory/modems.ts'

const remembered = '/var/run/modem/modems'

/** Finds the modem, and says whether /sys was searched for it. */
async function find(host: Host, wanted?: string) {
  let isSearched = false
  const { files } = host.platform
  const platform: Platform = {
    ...host.platform,
    files: {
      ...files,
      read(path, limit) {
        isSearched ||= path.endsWith('/idVendor')
        return files.read(path, limit)
      },
    },
  }
  const modem = await findModem(platform, wanted)
  return { modem, isSearched }
}

const configured = (text: string) => ({ modem: `config modem 'main'\n\toption path '1-1'\n${text}` })
const write = (host: Host, path: string, text: string) => host.nodes.set(path, { text })

function replug(host: Host): void {
  host.unplug()
  host.plug()
}

describe('a modem that was found before', () => {
  it('is not searched for again, and is the same', async () => {
    const host = createHost([{ script: fg621() }], { uci: configured("\toption network 'wwan'\n") })
    const first = await find(host)
    expect(first.isSearched).toBe(true)
    expect(await find(host)).toEqual({ modem: first.modem, isSearched: false })
    expect(await find(host, 'main')).toMatchObject({ modem: { network: 'wwan' }, isSearched: false })
    expect(await find(host, first.modem.ports[0])).toMatchObject({
      modem: first.modem,
      isSearched: false,
    })
  })

  it.each<[string, (host: Host) => void]>([
    ['was plugged in anew', replug],
    ['got another serial port', host => write(host, '/sys/class/tty/ttyUSB7', '')],
    ['got another control node', host => write(host, '/sys/class/usbmisc/cdc-wdm3', '')],
    ['has other network interfaces', host => write(host, '/etc/config/network', 'config interface wwan\n')],
    [
      'got a device beside it that has neither port nor network device',
      host => write(host, '/sys/bus/usb/devices/1-2/devnum', '9'),
    ],
    ['got one on PCI', host => write(host, '/sys/bus/pci/devices/0000:01:00.0/vendor', '0x1eac')],
    ['shows other interfaces', host => write(host, '/sys/bus/usb/devices/1-1:2.0/bInterfaceNumber', '00')],
    ['may have a driver that was not there', host => write(host, '/sys/bus/usb/drivers/qcserial/bind', '')],
    ['got another network device', host => write(host, '/sys/class/net/wwan5', '')],
    [
      'has other settings',
      host => write(host, '/etc/config/modem', configured("\toption network 'x'\n").modem),
    ],
    ['has settings of the legacy pages', host => write(host, '/etc/config/3ginfo', 'config 3ginfo\n')],
    ['has a model file of its own', host => write(host, '/etc/modem/models/usb/2cb70a05.json', '[]')],
    ['belongs to another version of the backend', host => write(host, '/usr/share/modem/build', 'new')],
    [
      'has a configured port that leads elsewhere',
      host => host.nodes.set('/dev/modem', { link: '/dev/ttyUSB9' }),
    ],
  ])('is searched for again when it %s', async (_, change) => {
    const host = createHost([{ script: fg621() }], { uci: configured("\toption port '/dev/modem'\n") })
    host.nodes.set('/dev/modem', { link: '/dev/ttyUSB0' })
    await find(host)
    expect((await find(host)).isSearched).toBe(false)
    change(host)
    expect((await find(host)).isSearched).toBe(true)
    expect((await find(host)).isSearched).toBe(false)
  })

  it('is searched for again when its own model file changes', async () => {
    const host = createHost([{ script: fg621() }])
    const path = '/etc/modem/models/usb/2cb70a05.json'
    const named = (name: string) =>
      JSON.stringify({ bus: 'usb', id: '2cb7:0a05', vendor: 'Own', name, dialect: 'fibocom', at: [3] })
    write(host, path, named('One'))
    expect((await find(host)).modem.match.model.name).toBe('One')
    write(host, path, named('Two'))
    expect((await find(host)).modem.match.model.name).toBe('Two')
  })

  it.each([
    ['cut', (text: string) => text.slice(0, -1)],
    ['empty', () => ''],
    ['no JSON', () => '{\n['],
    ['of another shape', () => 'null\nnull'],
  ])('is searched for again when what was remembered is %s', async (_, damage) => {
    const host = createHost([{ script: fg621() }])
    const first = await find(host)
    const node = host.nodes.get(remembered)
    write(host, remembered, damage(node && 'text' in node ? node.text : ''))
    expect(await find(host)).toEqual({ modem: first.modem, isSearched: true })
    expect((await find(host)).isSearched).toBe(false)
  })

  it('is told apart from the others', async () => {
    const host = createHost([{ script: fg621() }, { script: anyModem(''), path: '1-2' }])
    for (let i = 0; i < 2; i++) {
      await expect(find(host)).rejects.toMatchObject({ code: 'several_modems' })
      await expect(find(host, 'usb-1-9')).rejects.toMatchObject({ code: 'modem_not_found' })
      expect((await find(host, 'usb-1-2')).modem.found.path).toBe('1-2')
    }
  })

  it('is remembered as nothing where there is none', async () => {
    const host = createHost([])
    for (let i = 0; i < 2; i++) await expect(find(host)).rejects.toMatchObject({ code: 'no_modem' })
  })
})
