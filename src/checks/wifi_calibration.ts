import { check } from './check.ts'

/** The calibration of the router's own Wi-Fi. */
export const wifi_calibration = check({
  name: 'wifi_calibration',
  stage: 'router',
  looks:
    'The calibration data of each Wi-Fi radio, as the device tree places them, the partition holds them and the driver has them',
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
      const says = verdict === 'default' ? 'default' : verdict === 'kit_address' ? 'kit' : 'wrong'
      return [{ says, with: { phy, why } }]
    }),
})
