import { check, worded } from './check.ts'
import type { CalibrationEvidence } from './evidence.ts'

/** Verdicts with sayings of their own. */
const sayings = {
  default: 'default',
  foreign_address: 'foreign',
  no_address: 'none',
  kit_address: 'kit',
} as const satisfies { [Verdict in CalibrationEvidence['verdict']]?: string }

/** What the verdict was seen from, in words that are translated. */
const seen: { readonly [Verdict in CalibrationEvidence['verdict']]?: string } = {
  not_loaded: 'The driver works with other data than those in the flash.',
  erased: 'There is nothing in its place: the flash is erased.',
  wrong_offset: 'What lies in its place is no calibration of this radio.',
  wrong_chip: 'What lies in its place is no calibration of this radio.',
  default: 'The table of its transmission powers is blank.',
  foreign_address: 'Its address is one of the maker of the router, but far from those of this router.',
  kit_address: "Its address is that of the chip maker's development kit.",
  no_address: 'It holds no address.',
}

const sayingOf = (verdict: CalibrationEvidence['verdict']) =>
  Object.hasOwn(sayings, verdict) ? sayings[verdict as keyof typeof sayings] : 'wrong'

/** The calibration of the router's own Wi-Fi. */
export const wifi_calibration = check({
  name: 'wifi_calibration',
  stage: 'router',
  looks:
    'The calibration data of each Wi-Fi radio, as the device tree places them, the partition holds them and the driver has them',
  phrases: [...new Set(Object.values(seen))],
  says: {
    wrong: {
      severity: 'warning',
      what: 'The Wi-Fi radio {phy} works without its own calibration: it sends far too weakly.',
      why: '{why}',
      cure: "Save what the flash holds first: modem doctor --backup-calibration DIR, and keep it off the router. Then install an image that is made for exactly this board; never write another router's data.",
    },
    default: {
      severity: 'warning',
      what: "The Wi-Fi radio {phy} has the calibration of the chip's maker, not its own.",
      why: '{why}',
      cure: "Save what the flash holds: modem doctor --backup-calibration DIR. If an older backup of this router is better, ask in the forum of the board how to bring it back; never write another router's data.",
    },
    foreign: {
      severity: 'warning',
      what: 'The Wi-Fi radio {phy} seems to have the calibration of another router.',
      why: '{why} Somebody may have written a copy of another one: its powers are not those of this radio, and two routers have the same address.',
      cure: "Look for a backup of this router's own data, and ask in the forum of the board how to bring it back. Save what is there first: modem doctor --backup-calibration DIR.",
    },
    none: {
      severity: 'hint',
      what: 'The Wi-Fi radio {phy} has no address in its calibration.',
      why: '{why}',
      cure: 'Nothing, if the router takes the address from somewhere else, as most do; else it changes with every start.',
    },
    kit: {
      severity: 'hint',
      what: 'The Wi-Fi radio {phy} has an address in its calibration that many others have too.',
      why: '{why}',
      cure: 'Nothing, if the router takes the address from somewhere else, as most do; two such routers in one network would disturb each other.',
    },
  },
  look: ({ calibration }) =>
    (calibration ?? []).flatMap(({ phy, verdict, why }) => {
      if (verdict === 'calibrated' || verdict === 'unknown') return []
      const text = seen[verdict]
      const reason = text === undefined ? why : worded(text, why)
      return [{ says: sayingOf(verdict), with: { phy, why: reason } }]
    }),
})
