import { type Asked, askAll, type Memory } from '../../../src/asking/ask.ts'
import type { Question } from '../../../src/asking/question.ts'
import { openChannel } from '../../../src/channel/at.ts'
import type { Transport } from '../../../src/platform/platform.ts'
import { parseFixture } from '../modem/fixture.ts'
import { type Behaviour, createSimulator, type Exchange } from '../modem/simulator.ts'
import { createClock, simulatedTransport, type VirtualClock } from '../modem/transport.ts'

/** A simulated modem and what is remembered of it. */
export interface AskedModem {
  clock: VirtualClock
  memory: Memory
  /** Asks over a new channel, as every call does; a call lives 14 s. */
  ask(questions: readonly Question[]): Promise<Asked>
  /** Command lines received since the last look, without `AT`. */
  lines(): string[]
  log: readonly Exchange[]
}

/** A modem that follows the fixture text. */
export function modemOf(
  fixture: string,
  behaviours: readonly Behaviour[] = [],
  wrap = (port: Transport) => port,
): AskedModem {
  const clock = createClock(100_000)
  const simulator = createSimulator(parseFixture(fixture), behaviours)
  const memory: Memory = { kept: {}, refused: {} }
  let seen = 0
  return {
    clock,
    memory,
    log: simulator.log,
    ask(questions) {
      const deadline = clock.now() + 14_000
      const port = wrap(simulatedTransport(simulator, clock))
      const channel = openChannel(port, { now: clock.now, deadline })
      return askAll(channel, questions, {}, memory, clock.now, () => clock.now() > deadline - 1000)
    },
    lines() {
      const since = simulator.log.slice(seen)
      seen = simulator.log.length
      return since.map(({ line }) => line.replace(/^\x1b?AT/i, ''))
    },
  }
}
