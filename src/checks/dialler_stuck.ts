import { check } from './check.ts'

/** Tools of protocol handlers that ask one thing and end; none has a reason to live longer, seconds. */
const tools = /^(?:uqmi|umbim|gcom|comgt|sms_tool|qmicli|mbimcli)$/
const longest = 120

/** A tool of the dialler that never ended. */
export const dialler_stuck = check({
  name: 'dialler_stuck',
  stage: 'dialling',
  looks: 'Whether a tool of a protocol handler has run longer than it can need',
  says: {
    stuck: {
      severity: 'fault',
      what: '{program} (process {pid}) hangs since {minutes} minutes.',
      why: 'It was started to ask the modem one thing; while it waits, nobody else gets an answer on its channel.',
      cure: 'kill {pid}; if it does not end, kill -9 {pid}. Then ifdown and ifup the interface; if it hangs again, restart the modem.',
    },
  },
  look: ({ processes }) =>
    (processes ?? []).flatMap(({ name, pid, age_s }) =>
      tools.test(name) && age_s !== null && age_s > longest
        ? [{ says: 'stuck' as const, with: { program: name, pid, minutes: Math.floor(age_s / 60) } }]
        : [],
    ),
})
