import { check } from './check.ts'
import { simStateOf } from './seen.ts'

/** No card where the modem looks for one. */
export const sim_missing = check({
  name: 'sim_missing',
  stage: 'sim',
  looks: 'Whether the modem sees a SIM card, in which slot it looks, and what its detect pin says',
  says: {
    detect: {
      severity: 'fault',
      what: 'The modem sees no SIM card.',
      why: 'It trusts the detect pin of the holder, and the pin says that there is no card.',
      cure: 'Seat the card anew. If it is in, the pin may be wired the other way round: AT+QSIMDET tells and sets its polarity, AT+QSIMDET=0,0 ignores it; the modem has to be restarted then.',
    },
    slot: {
      severity: 'fault',
      what: 'The modem sees no SIM card in slot {slot}.',
      why: 'The card is not in, makes no contact, is turned round, or is in the other slot.',
      cure: 'Seat the card anew, or use the other slot: modem select_sim slot={other}.',
    },
    none: {
      severity: 'fault',
      what: 'The modem sees no SIM card.',
      why: 'The card is not in, makes no contact, is turned round, or the modem uses another slot or watches a detect pin.',
      cure: 'Take the power away and seat the card anew; clean its contacts; try it in a phone.',
    },
  },
  look(evidence) {
    if (simStateOf(evidence) !== 'absent') return []
    const { sim, sim_detect: pin } = evidence
    if (pin?.enabled && pin.inserted !== true) return [{ says: 'detect' }]
    const other = sim?.slots.find(slot => slot !== sim.slot)
    return sim?.slot != null && other !== undefined
      ? [{ says: 'slot', with: { slot: sim.slot, other } }]
      : [{ says: 'none' }]
  },
})
