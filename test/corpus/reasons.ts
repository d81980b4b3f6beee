import type { CorpusScore, ScoredMismatch, Scores } from './score.ts'

/** Why our value is right although the expected one differs; one reason may cover several cases and fields. */
export interface Reason {
  /** Case names; `*` at the end stands for the rest of a name. */
  cases: readonly string[]
  program: ScoredMismatch['program']
  fields: readonly string[]
  /** The expected value it is about, where not every one. */
  expected?: string
  reason: string
  /** True where the behaviour of the original was given up on purpose: such a field does not count in the score. */
  deliberate?: true
}

const told =
  'the original left the field empty although the modem told the value; `told.test.ts` shows that it is the told one'
const named = 'ids are shared, and the name of another product is wrong: ours is the one the modem gives'

/** Fields of 3ginfo that an original left empty on some models. */
const emptied = [
  ...['modem', 'firmware', 'protocol', 'imei', 'imsi', 'iccid', 'simslot', 'mtemp', 'tx'],
  ...['tac_dec', 'tac_hex', 'tac_h', 'tac_d', 'pci', 'earfcn', 'pband', 's1band', 's1pci', 's1earfcn'],
  ...['rsrp', 'rsrq', 'rssi', 'sinr'],
]

/** Every known mismatch between the backend and the recorded expectations. */
export const reasons: readonly Reason[] = [
  {
    cases: ['*'],
    program: 'threeginfo',
    fields: emptied,
    expected: '-',
    reason: told,
    deliberate: true,
  },
  {
    cases: ['1bbb0196-*'],
    program: 'threeginfo',
    fields: ['modem'],
    reason: named,
    deliberate: true,
  },
  {
    cases: ['11999091-*', '2c7c0125-tdd-b39-neg-sinr', '2c7c6026-ec200t-lte'],
    program: 'modemband',
    fields: ['getinfo'],
    reason: named,
    deliberate: true,
  },
  {
    cases: ['2cb70104-fm1*'],
    program: 'threeginfo',
    fields: ['tx'],
    reason:
      'the original uses one variable for the bytes sent and for a temperature, so its count is lost; ours shows the bytes sent',
  },
  {
    cases: ['0e8d7126-*', '0e8d7127-*'],
    program: 'threeginfo',
    fields: ['mtemp'],
    reason:
      'the two originals disagree: a mean over unnamed zones of +ETHERMAL? against +GTSENRDTEMP=1; ours is sensor 1 of the manual, the chip, as modemdata shows',
  },
  {
    cases: ['1bc71900-3ca'],
    program: 'threeginfo',
    fields: ['mtemp'],
    reason: 'the original shows the first sensor alone; ours is the hottest one',
  },
  {
    cases: ['413c81d7-lte', '413c81d7-wcdma'],
    program: 'threeginfo',
    fields: ['mtemp'],
    reason: 'the original shows the thermistor of the crystal; ours is the hottest sensor, the chip',
  },
  {
    cases: ['413c81d7-lte', '413c81d7-wcdma', '413c81e4-lte'],
    program: 'modemdata',
    fields: ['10 Temperature'],
    reason: 'the original shows the thermistor of the crystal; ours is the hottest sensor, the chip',
  },
  {
    cases: ['0f3d68aa-lte-b28'],
    program: 'threeginfo',
    fields: ['mode'],
    reason: 'the original names the frequency of five bands only; B28 is at 700 MHz, as other models show it',
  },
  {
    cases: ['2cb70007-ca3'],
    program: 'threeginfo',
    fields: ['rsrp', 'rssi', 'csq', 'signal'],
    reason:
      'the original cuts half a dB off +RSRP? -84.50 and computes with -84; index 56 of +XMCI=1 is -85 dBm, as modemdata shows',
  },
  {
    cases: ['05c69215-ec20-lte-b8-mvno', '2c7c0125-lte-b20'],
    program: 'threeginfo',
    fields: ['operator_name'],
    reason:
      'the original shows the third value of +QSPN, the name on the SIM; ours is the name of the network, as modemdata shows',
  },
  ...(['threeginfo', 'modemdata'] as const).map(program => ({
    cases: ['2c7c0800-rm500q-gl-sa'],
    program,
    fields: ['operator_name'],
    reason: '+QSPN gives the number of the network for its name; +COPS tells the name',
  })),
  {
    cases: ['2c7c0306-ep06e-umts-connect'],
    program: 'modemdata',
    fields: ['country'],
    reason: 'network 24008 is in Sweden; the table of the original lacks it',
  },
  {
    cases: ['2c7c0125-tdd-b39-neg-sinr'],
    program: 'modemband',
    fields: ['supported'],
    reason:
      'the original knows one list for every modem of the id; this one is an EC20-CE, which has B34 and B39 (enabled in its own mask) and no B7 and B20',
  },
  {
    cases: ['2c7c6026-ec200t-lte'],
    program: 'modemband',
    fields: ['supported'],
    reason:
      'the original takes every modem of the id for the Chinese variant; this one says EC200T-EU, and its own mask holds B7, B20 and B28',
  },
  {
    cases: ['05c690d5-4ca', '05c690d5-pin'],
    program: 'modemband',
    fields: ['supported5gnsa', 'setbands5gnsa default'],
    reason:
      'a band that is enabled is possible, whatever the list of the model says: the one NR list of these modems holds n8, n12 and n25',
    deliberate: true,
  },
  {
    cases: ['2c7c0900-rm500u-cnv-*'],
    program: 'modemband',
    fields: ['enabled5gnsa', 'setbands5gnsa 41'],
    reason:
      'the module refuses nsa_nr5g_band, the only thing the original asks and writes there; nr5g_band serves NSA and SA on both RM500U',
    deliberate: true,
  },
  {
    cases: ['2c7c6026-ec200t-lte'],
    program: 'modemband',
    fields: ['setbands default'],
    reason:
      'the default is never the list of another product: the original writes that of the Chinese variant into every modem of the id',
    deliberate: true,
  },
  {
    cases: ['05c69625-clm920-searching'],
    program: 'modemband',
    fields: ['enabled'],
    reason: '+BANDCFG:3,1e0,95 is 1 3 5 8 38 39 40 41; the original asks "as+bandcfg?" and never gets it',
  },
  {
    cases: ['119990d3-nsa', '119990d3-nsa-ca'],
    program: 'modemdata',
    fields: ['88 SINR'],
    reason: 'SINR is in dB; the expectation renames the key and keeps the dBm of the original',
  },
  {
    cases: ['1bbb0196-lte-ca'],
    program: 'modemdata',
    fields: ['mode'],
    reason:
      'MDM9207 is LTE category 4, which cannot aggregate: the second cell with the same PCI is shown, the technology stays LTE',
  },
  {
    cases: ['2cb70a05-scc-configured'],
    program: 'modemdata',
    fields: ['mode'],
    reason:
      'both registration answers tell AcT 16, the LTE-A of this modem, and 3ginfo is expected to show LTE-A',
  },
  {
    cases: ['1e2d00b3-sa'],
    program: 'modemdata',
    fields: ['50', '52', '53', '54', '56', '57', '58'].map(
      (number, i) =>
        `${number} (S1) ${['band', 'Bandwidth', 'PCI', 'EARFCN', 'RSRP', 'RSRQ', 'SNR'][i] ?? ''}`,
    ),
    reason:
      'in stand-alone mode the NR carrier is the primary one, as mode and 3ginfo are corrected to say; ours lists it there (30–38)',
  },
]

/** Why our value of a field of a hunted case is right although another is expected: one rule, any number of cases. */
export const huntedReasons: readonly Omit<Reason, 'program'>[] = []

/** Whether a name of a {@link Reason} stands for a case. */
export const isCase = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name

/** Whether a mismatch is there on purpose. */
export const isDeliberate = (mismatch: ScoredMismatch): boolean =>
  reasons.some(one => one.deliberate && covers(one, mismatch))

const covers = ({ cases, program, fields, expected }: Reason, mismatch: ScoredMismatch) =>
  mismatch.program === program &&
  (expected ?? mismatch.expected) === mismatch.expected &&
  fields.includes(mismatch.field) &&
  cases.some(pattern => isCase(pattern, mismatch.caseName))

/** The score where what differs on purpose counts as right. */
export function judged(score: CorpusScore): Scores {
  const total = structuredClone(score.total)
  for (const mismatch of score.mismatches) if (isDeliberate(mismatch)) total[mismatch.program].right += 1
  return total
}

/** Mismatches nobody has a reason for, and reasons (or their cases or fields) for which there is no mismatch. */
export function unreasoned(
  { mismatches }: CorpusScore,
  known: readonly Reason[],
): { mismatches: ScoredMismatch[]; reasons: string[] } {
  const idle = known.flatMap(one => {
    const own = mismatches.filter(mismatch => covers(one, mismatch))
    const cases = one.cases.filter(pattern => !own.some(({ caseName }) => isCase(pattern, caseName)))
    const fields = one.fields.filter(name => !own.some(({ field }) => field === name))
    return [...cases, ...fields].map(what => `${one.program} ${what}: ${one.reason}`)
  })
  return { mismatches: mismatches.filter(found => !known.some(one => covers(one, found))), reasons: idle }
}

/** The mismatches by reason, as lines for people. */
export function reasonLines({ mismatches }: CorpusScore, known: readonly Reason[]): string[] {
  return known.flatMap(one => {
    const own = mismatches.filter(mismatch => covers(one, mismatch))
    if (own.length === 0) return []
    const lines = own.map(
      ({ caseName, field, expected, actual }) =>
        `    ${caseName} ${field}: expected ${expected}, got ${actual}`,
    )
    return [`  ${one.program}: ${one.reason}`, ...lines]
  })
}
