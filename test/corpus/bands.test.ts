import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BandsReply } from '../../src/contract/bands.ts'
import type { BandRat } from '../../src/contract/info.ts'
import { createHost, type Host, repository } from '../world/memory/host.ts'
import { setters } from '../world/modem/behaviours.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { writtenBands } from './band-writes.ts'
import { bandWrites } from './compare.ts'
import { loadCorpus } from './corpus.ts'
import { loadHunted } from './hunted.ts'
import { caseHost } from './provider.ts'

/** Takes every write; the present values stay what they were. */
const obedient: Behaviour = () => ({
  answer: part =>
    /^[+^!#]\w+=[^?]/.test(part) && bandWrites([`AT${part}`]).length > 0 ? reply([]) : undefined,
  otherwise: part => (/^!\w+(?:=[^?]|$)/.test(part) ? reply([]) : undefined),
})

/** What is not as it has to be when the bands a modem has enabled are set again, by technology. */
async function faults(name: string, host: () => Host): Promise<{ tried: number; wrong: string[] }> {
  const told = (await host().call('bands')) as unknown as Partial<BandsReply>
  const lists = Object.entries(told.enabled ?? {}).filter(([, list]) => list !== null && list.length > 0)
  const wrong: string[] = []
  for (const [rat, bands] of lists) {
    const modem = host()
    const answer = await modem.call('set_bands', { rat, bands })
    const sent = bandWrites(modem.simulators.flatMap(({ log }) => log.map(({ line }) => line)))
    const readings = sent.flatMap(command => writtenBands(command, rat as BandRat))
    const isAll = sent.includes('at!band=00') && bands?.join() === told.supported?.[rat as BandRat]?.join()
    if ('error' in answer) wrong.push(`${name} ${rat} ${bands}: ${answer.message}`)
    else if (!isAll && !readings.some(written => written.join() === bands?.join()))
      wrong.push(`${name} ${rat} ${bands}: sent ${sent.join(' | ')}`)
  }
  return { tried: lists.length, wrong }
}

async function check(hosts: readonly (readonly [string, () => Host])[]): Promise<number> {
  const wrong: string[] = []
  let tried = 0
  for (const [name, host] of hosts) {
    const found = await faults(name, host)
    tried += found.tried
    wrong.push(...found.wrong)
  }
  expect(wrong).toEqual([])
  return tried
}

const fixtures = fs
  .readdirSync(path.join(repository, 'test/fixtures'), { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.at'))
  .sort()

const corpus = loadCorpus()
const hunted = loadHunted()
if (corpus === null || hunted === null)
  console.warn('The corpus is not beside the repository: its bands are not set.')

describe('setting the bands that are enabled is accepted and sends exactly them', () => {
  it('on every fixture', async () => {
    const tried = await check(
      fixtures.map(file => [
        file,
        () =>
          createHost([{ script: readFixture(path.join(repository, 'test/fixtures', file)) }], {
            behaviours: [obedient, setters()],
          }),
      ]),
    )
    expect(tried).toBeGreaterThan(80)
  }, 300_000)

  it.skipIf(corpus === null || hunted === null)(
    'on every case',
    async () => {
      const cases = [...(corpus ?? []), ...(hunted ?? [])]
      const tried = await check(
        cases.map(({ name, recorded }) => [name, () => caseHost(recorded, [obedient])]),
      )
      expect(tried).toBeGreaterThan(200)
    },
    300_000,
  )
})
