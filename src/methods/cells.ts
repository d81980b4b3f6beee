import type { Facts, NeighbourFact } from '../asking/facts.ts'
import { gate, gateRows } from '../asking/gate.ts'
import { isServed, readStandard, serviceQuestions } from '../asking/standard.ts'
import type { ModemArgs } from '../contract/args.ts'
import type { CellsReply, SeenCell } from '../contract/cells.ts'
import { Failure } from '../contract/failure.ts'
import { validate } from '../contract/generated/validate/cells.ts'
import { findModem } from '../discovery/remembered.ts'
import type { Call } from '../modem/call.ts'
import { loadDialect } from '../modem/dialect.ts'
import { noteRefusal, unreadable } from '../modem/refusals.ts'
import { ask, need, withModem } from '../modem/session.ts'
import { lteBand, nrBand, umtsBand } from '../radio/channels.ts'
import type { Method } from './method.ts'

function bandOf(rat: NeighbourFact['rat'], channel: number): number | null {
  if (rat === 'gsm') return null
  return rat === 'nr' ? nrBand(channel, []) : rat === 'lte' ? lteBand(channel) : umtsBand(channel)
}

/** A cell as it is told; what the facts leave out is null, and the band follows from the channel. */
function seen(role: SeenCell['role'], fact: NeighbourFact, more: Partial<SeenCell> = {}): SeenCell {
  const { rat, channel = null, pci = null, rsrp = null, rsrq = null, sinr = null } = fact
  const band = fact.band ?? (channel === null ? null : bandOf(rat, channel))
  return { role, rat, band, channel, pci, scs_khz: null, cell_id: null, rsrp, rsrq, sinr, ...more }
}

/** The cells of a reading half's facts: the carriers in use, then the neighbours that are none of them. */
function cellsOf({ carriers = [], neighbours = [], ...facts }: Facts): SeenCell[] {
  const used = carriers.map(carrier => {
    if (carrier.role === 'scc') return seen('secondary', carrier)
    const isThird = carrier.rat === 'umts'
    const rsrp = carrier.rsrp ?? (isThird ? facts.rscp : facts.rsrp) ?? null
    const rsrq = carrier.rsrq ?? (isThird ? facts.ecio : facts.rsrq) ?? null
    return seen('serving', { ...carrier, rsrp, rsrq }, { cell_id: facts.cell_id || null })
  })
  const isUsed = ({ rat, channel, pci }: NeighbourFact) =>
    used.some(cell => cell.rat === rat && cell.channel === channel && cell.pci === pci)
  const free = neighbours.filter(n => (n.channel ?? n.pci ?? null) !== null && !isUsed(n))
  return [...used, ...free.map(neighbour => seen('neighbour', neighbour))]
}

/** What AT tells: by the settings of the dialect, or as its reading half finds it in their answers. */
const overAt = (args: ModemArgs, call: Call): Promise<CellsReply> =>
  withModem(call, args.modem, async session => {
    const { options, dialect: name } = session.model
    const setting = need(session.settings.cells, 'a list of cells', session.model)
    const questions = setting.questions(options)
    const answers = await ask(session, [...(setting.remembers ? serviceQuestions : []), ...questions])
    noteRefusal(session, setting, 'read', unreadable(answers, questions)?.text ?? null)
    const isOwn = setting.read !== undefined || setting.facts !== undefined
    const dialect = isOwn ? null : await loadDialect(call.platform, name)
    const told = setting.read?.(answers, options)
    const facts = setting.facts?.(answers, options) ?? dialect?.read(answers, options) ?? {}
    const isLost = setting.remembers && !isServed(readStandard(answers))
    const cells = told
      ? gateRows(told).passed
      : cellsOf(gate(isLost ? { ...facts, carriers: [] } : facts).passed)
    return { modem: session.modem.modem, cells }
  })

/**
 * `cells`: the cells the modem uses and those it hears beside them. Where AT cannot tell them, because there is no port that
 * answers or the model has no command for it, the next way is asked; where that is none, what AT said counts.
 */
export const method: Method<ModemArgs, CellsReply> = {
  validate,
  async run(args, call) {
    try {
      return await overAt(args, call)
    } catch (failure) {
      if (!(failure instanceof Failure) || !/^(?:no_port|port_|not_supported)/.test(failure.code))
        throw failure
      const modem = await findModem(call.platform, args.modem)
      const facts = await (await import('../modem/ways.ts')).cellsByWays(call, modem)
      if (facts === null) throw failure
      return { modem: modem.modem, cells: cellsOf(facts) }
    }
  },
}
