import { check, worded } from './check.ts'

const places: Readonly<Record<string, string>> = { SM: 'the SIM', ME: 'the modem' }

/** A storage of text messages into which no further one can come. */
export const messages_full = check({
  name: 'messages_full',
  stage: 'quality',
  looks: 'How full the storage is into which new text messages come',
  phrases: Object.values(places),
  says: {
    full: {
      severity: 'warning',
      what: 'The storage of text messages, {storage}, is full: {used} of {total} places are taken.',
      why: 'No further message can come in: the network keeps them for some days and then drops them, codes for a log-in and notices of the operator too.',
      cure: 'Look through them (modem messages) and delete those that are not needed: modem delete_messages.',
    },
  },
  look({ messages }) {
    const receive = messages?.uses.find(({ storage }) => storage === messages.current.receive)
    if (!receive?.full) return []
    const { storage, used, total } = receive
    const place = places[storage]
    const name = place === undefined ? storage : worded(place)
    return [{ says: 'full', with: { storage: name, used: used ?? '?', total: total ?? '?' } }]
  },
})
