import fs from 'node:fs'
import path from 'node:path'
import { createHost, type Host, type HostOptions, repository } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { type ModemScript, reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const folder = path.join(repository, 'test/fixtures')

/** Every fixture, by its path below the folder of fixtures. */
export const names = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.at'))
  .sort()

const scripts = new Map(names.map(name => [name, readFixture(path.join(folder, name))]))

/** The modem of a fixture. */
export function scriptOf(name: string): ModemScript {
  const script = scripts.get(name)
  if (!script) throw new Error(`no fixture ${name}`)
  return script
}

/** A host with the modem of a fixture alone. */
export const hostOf = (name: string, options: HostOptions = {}): Host =>
  createHost([{ script: scriptOf(name) }], options)

/** A reply as the caller gets it. */
export const asJson = (value: object): Json => JSON.parse(JSON.stringify(value)) as Json

const told = new Map<string, Promise<Json>>()
const others = new Map<string, Promise<Json[]>>()

/** What `info` says of a fixture's modem when nothing goes wrong. */
export function rightOf(name: string): Promise<Json> {
  const known = told.get(name) ?? hostOf(name).call('info').then(asJson)
  told.set(name, known)
  return known
}

async function askOthers(name: string): Promise<Json[]> {
  const commands = [...scriptOf(name).entries.keys()].map(key => key.replace(/#\d$/, ''))
  const withoutAny = [...new Set(commands)].map(
    (refused): Behaviour =>
      () => ({ answer: part => (part.toUpperCase() === refused ? reply([], 'ERROR') : undefined) }),
  )
  const replies: Json[] = []
  for (const behaviour of [neverAnswers(), ...withoutAny])
    replies.push(asJson(await hostOf(name, { behaviours: [behaviour] }).call('info')))
  return replies
}

/**
 * What else is right: what is known of a modem that says nothing, and what it says when any one command is refused,
 * because another answer may tell the same less well.
 */
function othersOf(name: string): Promise<Json[]> {
  const known = others.get(name) ?? askOthers(name)
  others.set(name, known)
  return known
}

/** Bytes of the whole talk of one `info` with a fixture's modem: those it says, those it is told. */
export async function bytesOf(
  name: string,
  behaviours: readonly Behaviour[] = [],
): Promise<{ in: number; out: number }> {
  const count = { in: 0, out: 0 }
  const host = hostOf(name, {
    behaviours,
    wrap: port => ({
      ...port,
      async write(bytes, until) {
        count.out += bytes.length
        await port.write(bytes, until)
      },
      async read(until) {
        const bytes = await port.read(until)
        count.in += bytes?.length ?? 0
        return bytes
      },
    }),
  })
  await host.call('info')
  return count
}

/** Values that follow from others and from what is missing, not from one answer. */
const derived =
  /^(?:missing|age_ms|connection|port|port_state|rat|registration|percent|rssi|rssi_from|named_by_modem|country|state)$/

/** Where one differs from the other; a model's name may also be the longer one it tells in another answer. */
function differences(right: Json, found: Json, at = ''): string[] {
  if (found === null || JSON.stringify(right) === JSON.stringify(found)) return []
  if (at === '.model' && typeof right === 'string' && String(found).startsWith(`${right} `)) return []
  if (Array.isArray(right) && Array.isArray(found))
    return found.flatMap((value, i) => {
      const likely = right.map(one => differences(one, value, `${at}[${i}]`))
      return likely.some(list => list.length === 0) ? [] : (likely[0] ?? [`${at}[${i}]`])
    })
  if (typeof right === 'object' && typeof found === 'object' && right !== null)
    return Object.entries(found).flatMap(([key, value]) =>
      derived.test(key)
        ? []
        : differences((right as Record<string, Json>)[key] ?? null, value, `${at}.${key}`),
    )
  return [`${at}: ${JSON.stringify(found)} instead of ${JSON.stringify(right)}`]
}

/** Values that are neither a right one of the fixture nor absent, as paths. */
export async function strangers(name: string, found: Json): Promise<string[]> {
  const pathOf = (text: string) => text.slice(0, text.indexOf(': '))
  let strange = differences(await rightOf(name), found)
  for (const other of strange.length > 0 ? await othersOf(name) : []) {
    const places = new Set(differences(other, found).map(pathOf))
    strange = strange.filter(text => places.has(pathOf(text)))
  }
  return strange
}

/** The longest a call may take, ms of virtual time. */
export const longestCall = 15_000

/**
 * Calls `info` and tells what is wrong with how it ended: too late, neither by the schema nor a failure of the port, or
 * a value that is neither the right one nor absent. Empty when all is well.
 */
export async function mistakesIn(
  host: Host,
  name: string,
  args: object = { max_age: 0 },
): Promise<{ reply: Record<string, unknown>; mistakes: string[] }> {
  const began = host.clock.now()
  const answer = await host.call('info', args)
  const ms = host.clock.now() - began
  const schema = mistakesOf('info', asJson(answer) as object)
  const failed = 'error' in answer
  const mistakes = [
    ...(ms > longestCall ? [`took ${ms} ms`] : []),
    ...(schema === '' ? [] : [schema]),
    ...(failed && !/^(?:port_|no_modem|modem_not_found)/.test(String(answer.error))
      ? [JSON.stringify(answer)]
      : []),
    ...(failed ? [] : await strangers(name, asJson(answer))),
  ]
  return { reply: answer, mistakes }
}
