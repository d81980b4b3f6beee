import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import type { Recording } from '../../src/contract/recording.ts'
import { leaveWord } from '../../src/jobs/file.ts'
import { differences } from '../../src/jobs/record.ts'
import { createMask } from '../../src/recording/mask.ts'
import { createHost, type Host, repository } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { unsolicitedInside } from '../world/modem/behaviours.ts'
import { parseFixture, readFixture } from '../world/modem/fixture.ts'
import { addReply, reply } from '../world/modem/script.ts'

const folder = join(repository, 'test/fixtures')
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.at'))
  .sort()

interface Job {
  state: string
  result: Recording | null
  failure: { error: string; message: string } | null
}

/** Lets the modem of a host be recorded to the end. */
async function recorded(host: Host, args: object = {}): Promise<Job> {
  const { job } = await host.call('record', args)
  await host.jobs.finish()
  return (await host.call('job', { job })) as unknown as Job
}

/** Long numbers of the modem and its card, which name somebody. */
const secretsOf = ({ imei, sim }: ModemInfo): string[] => [imei, sim.imsi, sim.iccid].flatMap(id => id ?? [])

/** Every run of six digits of a number behind what of it names only a maker, country or network. */
const runsOf = (secret: string): string[] =>
  [...secret.slice(6)].flatMap((_, at) => {
    const run = secret.slice(6 + at, 12 + at)
    return run.length === 6 && new Set(run).size > 2 ? [run] : []
  })

describe('a recording of every modem that is recorded already', () => {
  it('gives the same answers when it is replayed, pseudonyms aside, and shows nobody’s numbers', async () => {
    const faults: string[] = []
    for (const name of names) {
      const live = createHost([{ script: readFixture(join(folder, name)) }])
      const info = (await live.call('info', { max_age: 0 })) as unknown as ModemInfo
      const { state, result, failure } = await recorded(
        createHost([{ script: readFixture(join(folder, name)) }]),
      )
      if (info.port_state !== 'ok') {
        if (state !== 'failed') faults.push(`${name}: ${state}`)
        continue
      }
      if (result === null) {
        faults.push(`${name}: ${failure?.message}`)
        continue
      }
      faults.push(...result.differences.map(text => `${name}: ${text}`))
      const again = createHost([{ script: parseFixture(result.recording, name) }])
      const replayed = await again.call('info', { max_age: 0 })
      const mask = createMask()
      faults.push(...differences(info, replayed, mask).map(text => `${name}: replayed: ${text}`))
      for (const run of secretsOf(info).flatMap(runsOf))
        if (result.recording.includes(run)) faults.push(`${name}: ${run} is shown`)
    }
    expect(faults).toEqual([])
  }, 120_000)
})

describe('record', () => {
  it('writes each command once, with its time, its error and the news in their places', async () => {
    const script = fg621()
    addReply(script, '+CGMR', { steps: [], final: 'OK', after: [], source: 0 })
    const host = createHost([{ script }], { behaviours: [unsolicitedInside(['+CTZV: 8'])] })
    const { result } = await recorded(host)
    const commands = result?.recording.match(/^> .*/gm) ?? []
    expect(commands.length).toBeGreaterThan(10)
    expect(new Set(commands).size).toBe(commands.length)
    expect(result?.recording).toContain('! +CTZV: 8')
    expect(result?.recording).toContain('> AT+COPS?#2')
  })

  it('asks what is remembered too, and keeps nothing of it for others', async () => {
    const host = createHost([{ script: fg621() }])
    await host.call('info', { max_age: 0 })
    const place = '/var/run/modem/usb-1-1.json'
    const before = host.nodes.get(place)
    const { result } = await recorded(host)
    expect(result?.recording).toMatch(/> AT\+CGSN\?\n< \+CGSN: "00440\d{10}"\n/)
    expect(result?.masked).toMatchObject({ imei: 1, imsi: 1, iccid: 1 })
    expect(host.nodes.get(place)).toEqual(before)
  })

  it('says beside it what the modem is, how it is bound, and what netifd thinks of it', async () => {
    const { result } = await recorded(createHost([{ script: fg621() }]))
    expect(result?.recording).toMatch(/^# Fibocom .*firmware .*recorded\.\n# lte/)
    expect(result?.recording).toMatch(/# interface \d+ ..\/..\/.. option ttyUSB0\n/)
    expect(result?.recording).toMatch(/# netifd: wwan, dhcp, connected, /)
    expect(result?.recording).toMatch(/# model listed: \{.*"dialect":"fibocom"/)
    expect(result?.recording).toMatch(
      /@usb 2cb7:0a05 "Fibocom Wireless Inc\." "FG621 Module"\n@port ttyUSB0 \d/,
    )
  })

  it('tries on demand what others ask, and nothing that writes', async () => {
    const host = createHost([{ script: fg621() }])
    const before = (await recorded(createHost([{ script: fg621() }]))).result?.recording ?? ''
    const { result } = await recorded(host, { wide: true })
    expect(result?.recording).toMatch(/# tried and refused: .*AT\^HCSQ\? /)
    expect(result?.recording).toContain('# tried\n> AT')
    expect(before).not.toContain('# tried')
    const sent = host.simulators[0]?.log.map(({ line }) => line) ?? []
    const harmless = /^AT(?:[+^!$*#%]\w+(?:\?|=\?|="[\w/ ]+"(?:,\d)?)?|I|\+COPS=3,\d|\+C5?G?E?REG=2)?$/
    const own = new Set(before.match(/(?<=^> AT).*/gm)?.map(command => command.replace(/#\d$/, '')))
    const parts = sent.flatMap(line => line.split(';').map((part, at) => (at === 0 ? part : `AT${part}`)))
    expect(parts.filter(part => !harmless.test(part) && !own.has(part.slice(2)))).toEqual([])
  })

  it('stops where the modem does not answer any more', async () => {
    const script = fg621()
    let sent = 0
    const host = createHost([{ script }], {
      wrap: port => ({
        ...port,
        write: async (bytes, until) => (++sent > 60 ? undefined : port.write(bytes, until)),
      }),
    })
    const { state } = await recorded(host, { wide: true })
    expect(state).not.toBe('running')
  })

  it('is cancelled between two commands', async () => {
    const host = createHost([{ script: fg621() }])
    const { job } = await host.call('record', { wide: true })
    leaveWord(host.platform.files, String(job), 'cancel')
    await host.jobs.finish()
    expect(await host.call('job', { job })).toMatchObject({ state: 'cancelled' })
  })

  it('holds no password of a context and no name of the owner', async () => {
    const script = fg621()
    addReply(script, '+CGAUTH?', reply(['+CGAUTH: 1,2,"alice","s3cretpass"']))
    addReply(script, '+CNUM', reply(['+CNUM: "Alice Doe","+436641234567",145']))
    const { result } = await recorded(createHost([{ script }]), { wide: true })
    expect(result?.recording).not.toMatch(/alice|s3cretpass|6641234567/i)
  })
})
