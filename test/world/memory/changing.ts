import path from 'node:path'
import { readFixture } from '../modem/fixture.ts'
import { reply } from '../modem/script.ts'
import type { Behaviour } from '../modem/simulator.ts'
import { createHost, type Host, type HostOptions, repository } from './host.ts'

/** A host with the modem of a fixture (`fibocom/fg621-lte-a`) that also behaves as said. */
export function hostOfFixture(
  fixture: string,
  behaviours: readonly Behaviour[] = [],
  options: Omit<HostOptions, 'behaviours'> = {},
): Host {
  const script = readFixture(path.join(repository, 'test/fixtures', `${fixture}.at`))
  return createHost([{ script }], { ...options, behaviours })
}

/** Command lines the first modem received, without `AT`. */
export const sentTo = (host: Host) =>
  host.simulators[0]?.log.map(({ line }) => line.replace(/^AT/i, '')) ?? []

/** Those among them that change something: what was written, in order. */
export const writtenTo = (host: Host) =>
  sentTo(host).filter(line => /=(?!\?)/.test(line) && !/^\+(?:C\w*REG|COPS|XMCI|MTSM|CLCK="SC",2)/.test(line))

/** Commands that match are answered OK and change nothing. */
export const takesAndForgets =
  (commands: RegExp): Behaviour =>
  () => ({ answer: part => (commands.test(part) ? reply([]) : undefined) })

/** Commands that match are refused. */
export const refuses =
  (commands: RegExp, final = '+CME ERROR: 3'): Behaviour =>
  () => ({ answer: part => (commands.test(part) ? reply([], final) : undefined) })

/** Calls `then` when a command that matches comes in, and leaves the answer to others. */
export const whenAsked =
  (commands: RegExp, then: (part: string) => void): Behaviour =>
  () => ({
    answer(part) {
      if (commands.test(part)) then(part)
      return undefined
    },
  })

/** Files of the host that are no part of what the kernel shows: snapshots and notes, but for what a modem has refused. */
export const notesOf = (host: Host) =>
  new Map(
    [...host.nodes]
      .filter(([name]) => name.startsWith('/var/run/') && !name.endsWith('.refused'))
      .map(([name, node]) => [name, { ...node }]),
  )

/** Commands that change something or restart; `+QCFG="band"` and its like ask. */
export const isWrite = (part: string) =>
  /=(?!\?)|^!RESET|^\^RESET|^\+CFUN=1,1/.test(part) &&
  !/^(?:\+(?:C\w*REG|COPS|CMEE|XMCI|MTSM|CLCK="SC",2)|!ENTERCND)|^\+\w+="[\w/]+"$/.test(part)
