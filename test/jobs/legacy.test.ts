import { describe, expect, it } from 'vitest'
import { legacy } from '../../src/main/legacy.ts'
import { twins } from '../attacks/writes.ts'
import { hostOfFixture } from '../world/memory/changing.ts'
import { fibocom } from '../world/modem/fibocom.ts'

const page = (option: string) => {
  const modem = `config modem 'lte'\n\toption path '1-1'\n${option}`
  const host = hostOfFixture('fibocom/fg621-lte-a', fibocom(), { uci: { modem } })
  const call = { platform: host.platform, device: undefined, now: 0 }
  return { host, set: () => legacy(call, 'modemband', ['setbands', '3 20']) }
}

describe('setbands of the legacy band page, where it is not certain which modem is meant', () => {
  it.each([undefined, '/dev/ttyUSB77'])('changes nothing: DEVICE is %s', async device => {
    const host = twins({ open: true }, { uci: {} })
    host.nodes.set('/dev/ttyUSB77', { text: '' })
    const text = await legacy({ platform: host.platform, device, now: 0 }, 'modemband', ['setbands', '3'])
    expect(text).toMatch(/No supported modem/)
    expect(host.simulators.flatMap(({ log }) => log.filter(({ line }) => /\+GTACT=\d/.test(line)))).toEqual(
      [],
    )
    const call = { platform: host.platform, device: '/dev/ttyUSB4', now: 0 }
    await legacy(call, 'modemband', ['setbands', '3'])
    const written = host.simulators.map(({ log }) => log.filter(({ line }) => /\+GTACT=\d/.test(line)).length)
    expect(written).toEqual([0, 1])
  })
})

describe('setbands of the legacy band page', () => {
  it('is on trial where the section of the modem says so, and prints the same', async () => {
    const plain = page('')
    const text = await plain.set()
    expect(await plain.host.call('job')).toMatchObject({ error: 'no_job' })
    const { host, set } = page("\toption keep_if 'registered'\n\toption keep_within '30'\n")
    expect(await set()).toBe(text)
    expect(await host.call('job')).toMatchObject({
      method: 'set_bands',
      modem: 'lte',
      progress: expect.stringMatching(/in (?:30|2\d) s/),
    })
    await host.jobs.finish()
    expect(await host.call('job')).toMatchObject({ result: { outcome: 'kept' } })
  })

  it('changes nothing where the option cannot be understood', async () => {
    for (const option of [
      "\toption keep_if 'always'\n",
      "\toption keep_if 'connected'\n\toption keep_within 'x'\n",
      "\toption keep_if 'connected'\n\toption keep_within '5'\n",
    ]) {
      const { host, set } = page(option)
      expect(await set()).toMatch(/^Invalid argument: (?:keep_if|within_s)/)
      expect(host.simulators[0]?.log.filter(({ line }) => /\+GTACT=\d/.test(line))).toEqual([])
    }
  })
})
