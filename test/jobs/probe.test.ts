import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Probed } from '../../src/contract/recording.ts'
import { createHost, type Host, repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import type { ModemScript } from '../world/modem/script.ts'

const folder = join(repository, 'test/fixtures')
const stranger = (name: string): ModemScript => {
  const script = readFixture(join(folder, name))
  return { ...script, device: script.device && { ...script.device, id: '1209:0099' } }
}

async function probed(host: Host): Promise<Probed> {
  const { job } = await host.call('probe')
  await host.jobs.finish()
  const { result, failure } = await host.call('job', { job })
  expect(failure).toBeNull()
  return result as Probed
}

/** Modems that answer nothing but the standard's commands, or commands whose numbers might write on another modem. */
const untold = /^unisoc\/lt70c-lte-a\.at$|^zte\/r11e-lte\.at$/

describe('probe', () => {
  it('finds the dialect of every recorded modem in service, under an id nobody knows', async () => {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(name => /-(?:lte|lte-a|nsa|sa|ca|umts|3g)\.at$/.test(name) && !name.startsWith('standard'))
      .sort()
    const faults: string[] = []
    for (const name of names) {
      const { dialect, fits } = await probed(createHost([{ script: stranger(name) }]))
      const isRight = dialect === name.split('/')[0] || (untold.test(name) && dialect === null)
      if (!isRight) faults.push(`${name}: ${dialect} ${JSON.stringify(fits.slice(0, 3))}`)
    }
    expect(faults).toEqual([])
  }, 120_000)

  it('proposes the file with the port that answered and the options that are certain', async () => {
    const { path, model, dialect } = await probed(createHost([{ script: stranger('quectel/rm520n-nsa.at') }]))
    expect(path).toBe('/etc/modem/models/usb/12090099.json')
    expect(dialect).toBe('quectel')
    expect(JSON.parse(model)).toMatchObject({ bus: 'usb', id: '1209:0099', dialect: 'quectel', at: [2] })
  })

  it('proposes the standard where no dialect makes more of it, and says what to do then', async () => {
    const { dialect, model, message } = await probed(
      createHost([{ script: stranger('standard/msm-lte.at') }]),
    )
    expect(dialect).toBeNull()
    expect(JSON.parse(model)).toMatchObject({ dialect: 'standard' })
    expect(message).toContain('modem record wide=true')
  })
})
