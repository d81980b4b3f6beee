import type { CarrierFact, Facts } from '../../asking/facts.ts'
import { allNamed, decimal, named, unless, within } from '../../asking/fields.ts'
import { lteBand } from '../../radio/channels.ts'
import type { Dialect } from '../dialect.ts'
import { mayBeOnLte } from '../on-lte.ts'
import type { Options } from './options.ts'

export const power = '$QCRSRP?'
export const quality = '$QCRSRQ?'
const signal = '$QCSQ'

interface Cell {
  pci: number
  channel: number
  value: number
}

/**
 * Cells of `$QCRSRP: 310,1300,"-088.40",001,1300,"-104.80"` (dBm) and `$QCRSRQ` (dB): PCI, EARFCN and value, serving
 * cell first. `000,0,"-140.00"` and `000,0,"-020.00"` stand for no cell.
 */
function cellsOf(lines: readonly string[] | null, name: string): Cell[] {
  const v = allNamed(lines, name).flat()
  return v.flatMap((_, i): Cell[] => {
    if (i % 3 !== 0) return []
    const pci = decimal(v[i])
    const channel = decimal(v[i + 1])
    const value = decimal(v[i + 2])
    return pci === null || channel === null || value === null || pci + channel === 0
      ? []
      : [{ pci, channel, value }]
  })
}

/** The serving cell and these others as carriers. */
function carriersOf(rsrp: readonly Cell[], rsrq: readonly Cell[], others: readonly Cell[]): CarrierFact[] {
  const [serving] = rsrp
  if (serving === undefined) return []
  const carrier = ({ pci, channel, value }: Cell, i: number): CarrierFact => ({
    role: i === 0 ? 'pcc' : 'scc',
    rat: 'lte',
    band: lteBand(channel),
    channel,
    pci,
    rsrp: unless(value, -140),
    rsrq: (value > -140 ? rsrq.find(c => c.pci === pci && c.channel === channel)?.value : null) ?? null,
    active: i === 0,
  })
  return [serving, ...others].map(carrier)
}

/**
 * Wire: `$QCSQ :-84,-2,0,0,-86` = RSCP, Ec/Io, SIR, path loss, RSSI as 3G means them. On LTE the SIR counts when the
 * path loss is a real one (46–148 dB), 0 is a placeholder; -125 dBm and -32 dB are no
 * signal.
 */
function signalFacts(v: readonly string[] | null, lte: boolean): Facts {
  if (v === null) return {}
  if (lte) return within(decimal(v[3]), 46, 148) === null ? {} : { sinr: decimal(v[2]) }
  return {
    rscp: unless(decimal(v[0]), -125),
    ecio: unless(decimal(v[1]), -32),
    rssi: unless(decimal(v[4]), -125),
  }
}

/** Qualcomm's own commands, on modules whose maker added none: WNC D18QC and D19QA, Alcatel IK40 (MDM9207). */
export const dialect: Dialect<Options> = {
  identity: {
    vendor: ['+CGMI', '+GMI'],
    model: ['+CGMM', '+GMM'],
    firmware: ['+CGMR', '+GMR'],
    imei: ['+CGSN', '+GSN'],
  },
  questions: options => [
    { ask: power, silent: true },
    { ask: quality, silent: true },
    ...(options?.qcsq ? [{ ask: signal }] : []),
  ],
  read(answers, options) {
    const rsrp = cellsOf(answers.lines(power), '$QCRSRP')
    const rsrq = cellsOf(answers.lines(quality), '$QCRSRQ')
    const isSameSite = ({ pci, channel }: Cell) => pci === rsrp[0]?.pci && channel !== rsrp[0].channel
    const used = mayBeOnLte(answers) ? rsrp : []
    const carriers = carriersOf(used, rsrq, options?.sites ? used.filter(isSameSite) : [])
    const neighbours = carriersOf(rsrp, rsrq, rsrp.slice(1))
    return { carriers, neighbours, ...signalFacts(named(answers.lines(signal), signal), carriers.length > 0) }
  },
}
