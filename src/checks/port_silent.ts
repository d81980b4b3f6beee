import { check, worded } from './check.ts'
import { nameOf } from './seen.ts'

const mute = 'It has not answered on {port}: it is stuck, or uses another port.'
const early = 'It has appeared a moment ago, and cannot be asked yet.'
const late = 'Nothing whole came in time on {port}.'

/** A modem that has its ports and says nothing. */
export const port_silent = check({
  name: 'port_silent',
  stage: 'port',
  looks: 'Whether the modem answers on its AT port, and what the port does instead',
  phrases: [mute, early, late],
  says: {
    silent: {
      severity: 'fault',
      what: '{name} answers on no AT port.',
      why: '{reason}',
      cure: 'Restart the modem: take its power away, or unplug it for ten seconds. Where the router switches its power by a GPIO, that does it too; a restart of the router alone does not always.',
    },
    restless: {
      severity: 'fault',
      what: '{name} starts again and again.',
      why: 'It comes and goes within minutes: it gets too little power, has a bad contact, or its firmware fails.',
      cure: 'Look at the power supply, the cable and the seat of the modem first; then at its firmware.',
    },
    starting: {
      severity: 'hint',
      what: '{name} does not answer yet.',
      why: '{reason}',
      cure: 'Wait a minute.',
    },
    stick: {
      severity: 'hint',
      what: '{name} does not answer on its web pages at {address}.',
      why: 'Nothing can be read of it; what goes through it is not touched by that.',
      cure: 'Open them in a browser; where they do not answer there either, unplug the stick and plug it in again.',
    },
    slow: {
      severity: 'warning',
      what: '{name} answers too slowly to be read.',
      why: '{reason}',
      cure: 'Ask it less often. If this lasts, restart the modem.',
    },
  },
  look(evidence) {
    const { info, status, processes, present_ms: present } = evidence
    const state = info?.port_state
    const port = info?.port
    const isMute = state === 'starting' || state === 'silent' || state === 'slow'
    if (isMute && evidence.device?.condition?.kind === 'hilink')
      return [{ says: 'stick', with: { name: nameOf(evidence), address: port ?? '' } }]
    if (isMute && evidence.restless) return [{ says: 'restless', with: { name: nameOf(evidence) } }]
    const saying = (text: string) => ({
      name: nameOf(evidence),
      reason: worded(text, status?.reason ?? '', { port: port ?? '' }),
    })
    if (state === 'starting') return [{ says: 'starting', with: saying(early) }]
    if (state !== 'silent' && state !== 'slow') return []
    if (processes?.some(({ holds }) => port && holds.includes(port))) return []
    if (state === 'slow') return [{ says: 'slow', with: saying(late) }]
    return present !== null && present < 60_000
      ? [{ says: 'starting', with: saying(early) }]
      : [{ says: 'silent', with: saying(mute) }]
  },
})
