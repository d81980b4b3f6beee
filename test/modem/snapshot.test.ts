import { describe, expect, it } from 'vitest'
import { createHost, type Host } from '../world/memory/host.ts'
import { layout } from '../world/memory/layout.ts'
import { anyModem, fg621, fg621Host, recorded } from '../world/memory/modems.ts'
import { late } from '../world/modem/behaviours.ts'

const file = '/var/run/modem/usb-1-1.json'
const asked = (host: Host) => host.simulators[0]?.log.length ?? 0

/** Text of the snapshot file. */
function stored(host: Host): string {
  const node = host.nodes.get(file)
  return node && 'text' in node ? node.text : ''
}

/** A host whose modem was asked once, and how many exchanges that took. */
async function warm(options = {}) {
  const host = fg621Host(options)
  const info = await host.call('info')
  return { host, info, before: asked(host) }
}

describe('an answer that was given before', () => {
  it('is given again while it is young enough, with its age', async () => {
    const { host, info, before } = await warm()
    host.clock.advance(1500)
    expect(await host.call('info')).toEqual({ ...info, age_ms: 1500 })
    expect(asked(host)).toBe(before)
  })

  it('is renewed when it is older than two seconds', async () => {
    const { host, before } = await warm()
    host.clock.advance(2001)
    expect(await host.call('info')).toMatchObject({ age_ms: 0 })
    expect(asked(host)).toBeGreaterThan(before)
  })

  it.each([
    [10_000, 9000, true],
    [10_000, 11_000, false],
    [500, 600, false],
    [0, 1, false],
    [3_600_000, 3_000_000, true],
  ])('counts at max_age %i and age %i: %s', async (max_age, age, counts) => {
    const { host, before } = await warm()
    host.clock.advance(age)
    const info = await host.call('info', { max_age })
    expect(info.age_ms).toBe(counts ? age : 0)
    expect(asked(host) === before).toBe(counts)
  })

  it('is shared by info, signal and status', async () => {
    const { host, before } = await warm()
    host.clock.advance(700)
    expect(await host.call('signal')).toMatchObject({ age_ms: 700 })
    expect(await host.call('status')).toMatchObject({ age_ms: 700, status: 'connected' })
    expect(asked(host)).toBe(before)
  })

  it('of one modem is not given for another', async () => {
    const host = createHost([{ script: fg621() }, { script: anyModem(), path: '1-2' }])
    await host.call('info', { modem: 'usb-1-1' })
    expect(await host.call('info', { modem: 'usb-1-2' })).toMatchObject({ model: 'LS-1', age_ms: 0 })
  })

  it('is not given for the modem that is enumerated there now', async () => {
    const { host } = await warm()
    for (const [path, node] of layout([{ script: fg621(), devnum: 4 }])) host.nodes.set(path, node)
    expect(await host.call('info')).toMatchObject({ age_ms: 0 })
    const parts = host.simulators[0]?.log.flatMap(each => each.parts) ?? []
    expect(parts.filter(part => part === '+CGSN?')).toHaveLength(2)
  })

  it('from a clock that is ahead is not believed', async () => {
    const ahead = fg621Host()
    ahead.clock.advance(5000)
    await ahead.call('info')
    const host = fg621Host()
    host.nodes.set(file, { text: stored(ahead) })
    expect(await host.call('info', { max_age: 3_600_000 })).toMatchObject({ age_ms: 0, model: 'FG621-EA' })
    expect(asked(host)).toBeGreaterThan(0)
    expect(stored(host)).not.toBe(stored(ahead))
  })
})

/** Every way a text of JSON lines can be damaged without being another sound one. */
function damaged(text: string): string[] {
  const lines = text.split('\n')
  const put = (nth: number, line: string) => lines.map((each, i) => (i === nth ? line : each)).join('\n')
  const cuts = Array.from({ length: 60 }, (_, i) => text.slice(0, Math.floor((text.length * i) / 60)))
  const replaced = lines.flatMap((_, nth) =>
    ['', 'null', '7', '[]', '{}', '"x"', '{', '\0\0'].map(line => put(nth, line)),
  )
  const fields = lines.flatMap((line, nth) => {
    const value = JSON.parse(line) as Record<string, unknown>
    if ('sim' in value) return []
    const broken = (key: string) =>
      [undefined, null, { '+CSQ': null }, { '+CSQ': 'x' }, 'x'].map(bad => ({ [key]: bad }))
    return (
      Object.keys(value)
        // What is remembered of aggregation is read with distrust where it is used.
        .filter(key => !['port', 'byDefault', 'directory', 'aggregation'].includes(key))
        .flatMap(key => broken(key).map(change => put(nth, JSON.stringify({ ...value, ...change }))))
    )
  })
  return [...cuts, ...replaced, ...fields, lines.toReversed().join('\n'), `x${text}`]
}

describe('a snapshot file that is damaged', () => {
  it('is ignored and replaced, wherever the damage is', async () => {
    const { host, info } = await warm()
    const sound = stored(host)
    const wrong: string[] = []
    for (const text of damaged(sound)) {
      host.nodes.set(file, { text })
      const again = await host.call('info', { max_age: 3_600_000 })
      const replaced = stored(host) !== text && stored(host).length === sound.length
      if (JSON.stringify(again) !== JSON.stringify(info) || !replaced) wrong.push(text.slice(0, 200))
    }
    expect(wrong).toEqual([])
  })

  it('does not stop the raw command or the bands either', async () => {
    const { host } = await warm()
    host.nodes.set(file, { text: '{"version":1,"kept":null}' })
    expect(await host.call('at', { command: 'AT+CSQ' })).toMatchObject({ ok: true })
    expect(await host.call('bands')).toMatchObject({ name: 'Fibocom FG621-EA' })
  })

  it('or that cannot be written costs nobody an answer', async () => {
    const host = fg621Host()
    host.platform.files.write = () => false
    expect(await host.call('info')).toMatchObject({ model: 'FG621-EA' })
    expect(await host.call('info')).toMatchObject({ model: 'FG621-EA', age_ms: 0 })
  })

  it('lies in one directory, whatever the identifier of the modem', async () => {
    const host = createHost([{ script: recorded('quectel/rm520n-pci-sa') }])
    expect(await host.call('info')).toMatchObject({ modem: 'pci-0000:01:00.0' })
    const written = [...host.nodes.keys()].filter(path => path.startsWith('/var/run/modem/'))
    const kinds = ['json', 'info', 'signal'].map(kind => `/var/run/modem/pci-0000:01:00.0.${kind}`)
    expect(written).toEqual(['/var/run/modem/modems', ...kinds])
  })
})

describe('an answer', () => {
  it('lies ready while the port answers, and no longer', async () => {
    let isMute = false
    const host = fg621Host({ behaviours: [() => ({ ignores: () => isMute })] })
    const ready = () =>
      [...host.nodes.keys()].flatMap(
        path => /^\/var\/run\/modem\/usb-1-1\.(?!json)(.+)/.exec(path)?.[1] ?? [],
      )
    await host.call('status')
    expect(ready()).toEqual(['info', 'signal', 'status'])
    isMute = true
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ port_state: 'silent' })
    expect(ready()).toEqual([])
  })
})

describe('several callers', () => {
  it('at once cause one burst of commands, and each gets the answer', async () => {
    const alone = await warm()
    const host = fg621Host({ behaviours: [late(30)] })
    const replies = await Promise.all(Array.from({ length: 12 }, () => host.call('info')))
    for (const reply of replies) expect({ ...reply, age_ms: 0 }).toEqual(alone.info)
    expect(asked(host)).toBe(alone.before)
  })

  it('at once with max_age 0 share the burst that began after they came', async () => {
    const { host, before } = await warm({ behaviours: [late(30)] })
    host.clock.advance(100_000)
    await Promise.all(Array.from({ length: 12 }, () => host.call('info', { max_age: 0 })))
    expect(asked(host) - before).toBe(1)
  })

  it('with an answer under a minute old do not wait while another holds the port', async () => {
    const { host, info, before } = await warm()
    host.clock.advance(59_000)
    await host.platform.lock('/dev/ttyUSB0', host.clock.now())
    const began = host.clock.now()
    expect(await host.call('info')).toEqual({ ...info, age_ms: 59_000 })
    expect([host.clock.now(), asked(host)]).toEqual([began, before])
  })

  it('with an older answer wait, and are told that the port is busy', async () => {
    const { host, info } = await warm()
    host.clock.advance(61_000)
    const lock = await host.platform.lock('/dev/ttyUSB0', host.clock.now())
    const began = host.clock.now()
    expect(await host.call('info')).toMatchObject({ port_state: 'busy', age_ms: 0, rat: null })
    expect(host.clock.now() - began).toBeGreaterThan(10_000)
    expect(host.clock.now() - began).toBeLessThan(15_000)
    lock?.release()
    host.clock.advance(1)
    expect(await host.call('info', { max_age: 0 })).toEqual(info)
    const parts = host.simulators[0]?.log.flatMap(each => each.parts) ?? []
    expect(parts.filter(part => part === '+CGSN?')).toHaveLength(1)
  })

  it('after one that found the port silent are told so at once', async () => {
    const host = createHost([{ script: { ...fg621(), silent: true } }])
    const began = host.clock.now()
    const replies = await Promise.all(Array.from({ length: 3 }, () => host.call('info')))
    expect(replies.map(reply => reply.port_state)).toEqual(['silent', 'silent', 'silent'])
    expect(host.clock.now() - began).toBeLessThan(15_000)
  })
})
