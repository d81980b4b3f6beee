import { describe, expect, it } from 'vitest'
import { listModems } from '../../src/discovery/modems.ts'
import { createHost } from '../world/memory/host.ts'
import { drawStory, readStories, type Story } from '../world/story.ts'

const stories = readStories()
if (stories.length === 0)
  console.warn('No recorded stories of routers are here: what is found on them is not looked at.')

/** The checks of a story that the device on the bus alone decides, and the condition that goes with each. */
const kinds: Readonly<Record<string, string>> = {
  driver_missing: 'no_driver',
  storage_mode: 'storage',
  no_at_port: 'no_at_port',
}

function found(story: Story) {
  const host = createHost([])
  for (const [path, node] of drawStory(story)) host.nodes.set(path, node)
  return listModems(host.platform)
}

describe.skipIf(stories.length === 0)('in the recorded stories of routers', () => {
  it('the modem is found wherever one is on the bus', () => {
    const wrong = stories.filter(story => found(story).length !== (story.usb === null ? 0 : 1))
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  it('its condition is that of the story: none where it can be spoken to', () => {
    const wrong = stories.flatMap(story => {
      const kind = found(story)[0]?.condition?.kind ?? null
      const isHiLink = story.usb !== null && story.ifs.every(({ tty }) => tty === undefined)
      const wanted = kinds[story.finding ?? ''] ?? (isHiLink ? 'hilink' : null)
      return kind === wanted ? [] : [`${story.name}: ${kind}, not ${wanted}`]
    })
    expect(wrong).toEqual([])
  })
})

describe('a story of a router', () => {
  const story: Story = {
    name: 'own',
    finding: null,
    speed: '5000',
    usb: { vid: '2c7c', pid: '0801', product: 'RM520N-GL' },
    ifs: [
      { n: 2, driver: 'option', tty: 'ttyUSB2' },
      {
        n: 4,
        driver: 'qmi_wwan',
        net: 'wwan0',
        wdm: 'cdc-wdm0',
        raw_ip: 'N',
        rx: 7,
        tx: 9,
        operstate: 'down',
      },
      { n: 12, class: '02', sub: '0e' },
    ],
  }

  it('is laid out as Linux does, as far as the device goes', () => {
    const nodes = drawStory(story, '2-1')
    const home = '/sys/devices/platform/1e1c0000.xhci/usb2/2-1'
    const text = (path: string) => {
      const node = nodes.get(`${home}/${path}`)
      return node && 'text' in node ? node.text.trim() : undefined
    }
    expect(text('speed')).toBe('5000')
    expect(text('2-1:1.12/bInterfaceNumber')).toBe('0c')
    expect(text('2-1:1.12/bInterfaceClass')).toBe('02')
    expect(text('2-1:1.4/net/wwan0/qmi/raw_ip')).toBe('N')
    expect(text('2-1:1.4/net/wwan0/statistics/rx_bytes')).toBe('7')
    expect(text('2-1:1.4/net/wwan0/operstate')).toBe('down')
    expect(nodes.get('/sys/class/usbmisc/cdc-wdm0')).toEqual({ link: `${home}/2-1:1.4/usbmisc/cdc-wdm0` })
    expect(nodes.has(`${home}/2-1:1.3/bInterfaceNumber`)).toBe(false)
    expect(nodes.has(`${home}/2-1:1.12/driver`)).toBe(false)
  })

  it('without anything on the bus lays out nothing', () => {
    expect(drawStory({ ...story, usb: null }).size).toBe(0)
  })
})
