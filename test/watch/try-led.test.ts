import { describe, expect, test } from 'vitest'
import { createHost } from '../world/memory/host.ts'

const led = (host: ReturnType<typeof createHost>, name: string, files: Record<string, string>) => {
  for (const [file, text] of Object.entries(files))
    host.nodes.set(`/sys/class/leds/${name}/${file}`, { text: `${text}\n` })
}

/** A router with one LED that is lit, and one the configuration of the system has; the writes to both. */
function router() {
  const host = createHost([])
  const plain = { trigger: '[none] timer netdev', max_brightness: '255', delay_on: '0', delay_off: '0' }
  led(host, 'green:lte', { ...plain, brightness: '7' })
  led(host, 'blue:wlan', { ...plain, brightness: '1' })
  host.nodes.set('/etc/config/system', { text: "config led\n\toption sysfs 'blue:wlan'\n" })
  const { files } = host.platform
  const writes: string[] = []
  const put = files.put.bind(files)
  files.put = (path, value) => {
    writes.push(`${path.replace('/sys/class/leds/', '')} = ${value}`)
    return put(path, value)
  }
  const brightness = (name: string) => files.read(`/sys/class/leds/${name}/brightness`)?.trim()
  return { host, writes, brightness }
}

describe('A LED that is tried out', () => {
  test('blinks, and stands as before', async () => {
    const { host, writes, brightness } = router()
    expect(await host.call('try_led', { led: 'green:lte' })).toEqual({ led: 'green:lte', restored: true })
    expect(writes.slice(0, 4)).toEqual([
      'green:lte/trigger = timer',
      'green:lte/delay_on = 100',
      'green:lte/delay_off = 100',
      'green:lte/brightness = 255',
    ])
    expect(writes.slice(4)).toEqual(['green:lte/trigger = none', 'green:lte/brightness = 7'])
    expect(brightness('green:lte')).toBe('7')
  })

  test('is left to whoever has set it meanwhile', async () => {
    const { host, brightness } = router()
    const { platform } = host
    const sleep = platform.sleep.bind(platform)
    platform.sleep = async ms => {
      host.nodes.set('/sys/class/leds/green:lte/trigger', { text: '[none] timer netdev\n' })
      host.nodes.set('/sys/class/leds/green:lte/brightness', { text: '0\n' })
      return sleep(ms)
    }
    expect(await host.call('try_led', { led: 'green:lte' })).toEqual({ led: 'green:lte', restored: false })
    expect(brightness('green:lte')).toBe('0')
  })

  test('is not taken from the configuration of the system, nor named by a path', async () => {
    const { host, writes } = router()
    for (const name of ['blue:wlan', 'no-such-led', '../../etc', 'green:lte/..', ''])
      expect(await host.call('try_led', { led: name })).toMatchObject({ error: 'invalid_argument' })
    expect(writes).toEqual([])
    host.nodes.set('/etc/config/modem', { text: 'config watch\n' })
    expect(await host.call('watch', {})).toMatchObject({ installed: false, leds: ['green:lte'] })
  })
})
