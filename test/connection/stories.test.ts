import { describe, expect, it } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import { type RouterStory, storyHost } from '../world/memory/story.ts'
import { readStories } from '../world/story.ts'

const stories = readStories<RouterStory>()
if (stories.length === 0)
  console.warn('The routers of the corpus are not there: their connections are not looked at.')

describe.skipIf(stories.length === 0)('the connection of a router in the corpus', () => {
  it('is never said to use no interface while one is configured for the modem', async () => {
    const wrong: string[] = []
    for (const story of stories) {
      const isConfigured = Object.values(story.uci).includes('interface')
      const status = await storyHost(story).call('status')
      const reason = String(status.reason)
      if (/no network interface/.test(reason) && isConfigured) wrong.push(`${story.name}: ${reason}`)
      if (status.modem === null) continue
      const { connection } = (await storyHost(story).call('info')) as unknown as ModemInfo
      if (isConfigured && connection.interface !== 'wwan') wrong.push(`${story.name}: no interface`)
    }
    expect(wrong).toEqual([])
  })

  it.each([
    [
      'device-renamed',
      'device_missing',
      /wwan is set to eth1, which does not exist\. Set its device to eth2/,
    ],
    [
      'wrong-apn',
      'down',
      /wwan is down, having failed once: The network did not accept .* access point name/,
    ],
    ['dialling', 'connecting', /wwan is still connecting/],
    ['raw-ip-n', 'up_without_address', /wwan has no address\..*raw IP/],
    [
      'proto-qmi-modem-in-ecm',
      'device_missing',
      /set to \/dev\/cdc-wdm0, which does not exist\. The USB mode/,
    ],
    ['up-but-no-route', 'connected', /no default route leads through it/],
    ['healthy-qmi', 'connected', /^Connected, .*10\.64\.12\.7\/30 on wwan0\.$/],
    ['modemmanager-port', 'connected', /./],
    ['mbim-pin-rejected', 'down', /asked before it was ready.*ifup/],
  ])('of %s is %s', async (name, state, reason) => {
    const story = stories.find(each => each.name === name)
    if (story === undefined) throw new Error(`no story ${name}`)
    expect(await storyHost(story).call('info')).toMatchObject({ connection: { state } })
    expect((await storyHost(story).call('status')).reason).toMatch(reason)
  })
})
