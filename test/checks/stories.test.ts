import { describe, expect, test } from 'vitest'
import type { DoctorReply } from '../../src/contract/doctor.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { type RouterStory, storyHost } from '../world/memory/story.ts'
import { readStories } from '../world/story.ts'

const stories = readStories<RouterStory>()
if (stories.length === 0)
  console.warn('No recorded stories of routers are here: the doctor is not tried on them.')

/** What `status` may say where a finding of the doctor stands first. */
const agreeing: Readonly<Record<string, RegExp>> = {
  no_modem: /^no_modem$/,
  driver_missing: /^driver_missing$/,
  storage_mode: /^storage_mode$/,
  no_at_port: /^no_at_port$/,
  port_silent: /^port_silent$/,
  port_shared: /^(?:port_busy|port_silent|connected|registered)$/,
  radio_off: /^radio_off$/,
  sim_missing: /^sim_missing$/,
  sim_failure: /^sim_failure$/,
  pin_required: /^pin_required$/,
  pin_wrong_configured: /^pin_required$/,
  puk_required: /^puk_required$/,
  registration_denied: /^denied$/,
  not_registering: /^(?:searching|not_registered)$/,
  usb_speed: /./,
}

describe.skipIf(stories.length === 0)('the doctor, on the recorded stories of routers', () => {
  test('names first what is wrong, and nothing where nothing is', async () => {
    const wrong: string[] = []
    const cures: string[] = []
    for (const story of stories) {
      const reply = (await storyHost(story).call('doctor')) as unknown as DoctorReply
      expect(mistakesOf('doctor', reply), story.name).toBe('')
      const bad = reply.findings.filter(({ severity }) => severity !== 'hint')
      const first = bad[0]?.check ?? null
      if (first !== story.finding)
        wrong.push(`${story.name}: ${first}, not ${story.finding} (${JSON.stringify(reply.findings)})`)
      cures.push(`${story.name}: ${first}: ${bad[0]?.cure ?? 'nothing to do'}`)
    }
    console.info(`${stories.length - wrong.length} of ${stories.length} stories right\n${cures.join('\n')}`)
    expect(wrong).toEqual([])
  })

  test('says nothing else than status', async () => {
    const wrong: string[] = []
    for (const story of stories) {
      const { status, reason } = await storyHost(story).call('status')
      const pattern = agreeing[story.finding ?? ''] ?? /^(?:connected|registered|hilink)$/
      if (!pattern.test(String(status)))
        wrong.push(`${story.name}: ${status} beside ${story.finding}: ${reason}`)
    }
    expect(wrong).toEqual([])
  })
})
