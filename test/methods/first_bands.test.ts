import { describe, expect, it } from 'vitest'
import { legacy } from '../../src/main/legacy.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { setters, stateful } from '../world/modem/behaviours.ts'
import { parseFixture } from '../world/modem/fixture.ts'
import { reply } from '../world/modem/script.ts'

const imei = '001010000000016'
const place = `/etc/modem/first/${imei}.json`

/** A module of Quectel with this LTE mask, which remembers what is written. */
const lteHost = (product: string, firmware: string, mask: string, id = '2c7c:0125') =>
  createHost(
    [
      {
        script: parseFixture(`
@usb ${id} "Quectel" "${product}"
@port ttyUSB2 2
@net wwan0 qmi_wwan

> AT+CGMI
< Quectel

> AT+CGMM
< ${product.slice(0, 4)}

> AT+CGMR
< ${firmware}

> AT+CGSN
< ${imei}
`),
      },
    ],
    {
      behaviours: [
        setters(),
        stateful(
          () => ({ mask }),
          (part, state) => {
            const [, written] = /^\+QCFG="band",0,([\da-f]+)/i.exec(part) ?? []
            if (written) state.mask = written
            return /^\+QCFG="band"/i.test(part)
              ? reply(written ? [] : [`+QCFG: "band",0x93,0x${state.mask}`])
              : undefined
          },
        ),
      ],
    },
  )

const set = (host: Host, args: object) => host.call('set_bands', { rat: 'lte', ...args })
const written = (host: Host) =>
  host.simulators.flatMap(({ log }) => log.flatMap(({ parts }) => parts)).filter(part => /band",/.test(part))

describe('a modem whose product nobody has a list of', () => {
  it('can be set, and gets back by default what it had when it was first seen', async () => {
    const host = lteHost('EC25-AF', 'EC25AFFAR07A08M4G', '42000000000000381a')
    const own = [2, 4, 5, 12, 13, 14, 66, 71]
    expect(await set(host, { bands: [2, 4] })).toMatchObject({ before: own, after: [2, 4], verified: true })
    expect(JSON.parse((host.nodes.get(place) as { text: string }).text)).toEqual({ lte: own })
    expect(await host.call('bands')).toMatchObject({
      supported: { lte: own },
      enabled: { lte: [2, 4] },
      writable: ['lte'],
    })
    expect(await set(host, { default: true })).toMatchObject({ requested: own, after: own, verified: true })
  })

  it('gets it back from the legacy program too', async () => {
    const host = lteHost('EC21-A', 'EC21AUXGAR08A10M1G', '81a', '2c7c:0121')
    await set(host, { bands: [12] })
    const call = { platform: host.platform, device: undefined, now: 0 }
    expect(await legacy(call, 'modemband', ['setbands', 'default'])).toBe('OK\n')
    expect(written(host).at(-1)).toBe('+QCFG="band",0,81a,0,1')
  })

  it('is recorded once: a later choice, a restart or another firmware does not change what it had', async () => {
    const host = lteHost('EC25-AF', 'EC25AFFAR07A08M4G', '81a')
    await host.call('bands')
    const first = host.nodes.get(place)
    await set(host, { bands: [4] })
    await host.call('bands')
    expect(host.nodes.get(place)).toEqual(first)
  })

  it('may be given any band of the standard, and no other', async () => {
    const host = lteHost('EC25-AF', 'EC25AFFAR07A08M4G', '81a')
    expect(await set(host, { bands: [2, 66] })).toMatchObject({ after: [2, 66], verified: true })
    expect(await set(host, { bands: [2, 600] })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringContaining('600'),
    })
    expect(written(host)).toHaveLength(1)
  })

  it('is not misled by a damaged record', async () => {
    for (const text of [
      '',
      '[]',
      'null',
      '{"lte":"1 3"}',
      '{"lte":[0]}',
      '{"lte":[1.5]}',
      '{"lte":[1000000000]}',
      '{"lte":{}}',
    ]) {
      const host = lteHost('EC25-AF', 'EC25AFFAR07A08M4G', '81a')
      host.nodes.set(place, { text })
      expect(await set(host, { default: true })).toMatchObject({ requested: [2, 4, 5, 12], verified: true })
    }
  })
})

describe('a list of the model table', () => {
  const europe = [1, 3, 5, 7, 8, 20, 38, 40, 41]

  it('counts for the product it was seen on, by the firmware where the name does not tell', async () => {
    const host = lteHost('EC25', 'EC25EFAR06A11M4G', '4')
    expect(await host.call('bands')).toMatchObject({ supported: { lte: europe }, enabled: { lte: [3] } })
    expect(await set(host, { default: true })).toMatchObject({ after: europe })
  })

  it('never takes away a band the modem had', async () => {
    const host = lteHost('EC25', 'EC25EFAR06A11M4G', '8000004')
    expect(await host.call('bands')).toMatchObject({
      supported: { lte: [1, 3, 5, 7, 8, 20, 28, 38, 40, 41] },
    })
    expect(await set(host, { default: true })).toMatchObject({ after: [1, 3, 5, 7, 8, 20, 28, 38, 40, 41] })
  })
})
