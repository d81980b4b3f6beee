import { overSerial } from '../modem/owner.ts'
import { check } from './check.ts'
import type { ProcessEvidence } from './evidence.ts'
import { protoOf } from './seen.ts'

/** Programs by which handlers dial, and the protocols of those. */
const diallers: Readonly<Record<string, RegExp>> = {
  '3g': /^(?:pppd|chat|comgt|gcom)$/,
  ppp: overSerial,
  wwan: /^(?:pppd|chat|comgt|gcom|uqmi|umbim)$/,
  ncm: /^(?:comgt|gcom)$/,
}

const isManager = ({ name }: ProcessEvidence) => /^modemmanager$/i.test(name)

/** Another program has the AT port open. */
export const port_shared = check({
  name: 'port_shared',
  stage: 'port',
  looks: 'Which programs have the AT port of the modem open',
  says: {
    manager: {
      severity: 'warning',
      what: 'ModemManager has {port} open, and the modem is its.',
      why: 'Two programs that read one port take answers from each other.',
      cure: 'Leave the modem to ModemManager and read it with mmcli, or let ModemManager leave this port alone (a udev rule, or another protocol than modemmanager for the interface), or remove ModemManager.',
    },
    manager_silent: {
      severity: 'fault',
      what: 'ModemManager has {port} open, and nothing can be read there.',
      why: 'Two programs that read one port take answers from each other.',
      cure: 'Leave the modem to ModemManager and read it with mmcli, or let ModemManager leave this port alone (a udev rule, or another protocol than modemmanager for the interface), or remove ModemManager.',
    },
    dialler: {
      severity: 'hint',
      what: '{program} (process {pid}) has {port} open: {interface} dials with it.',
      why: 'What is written there while it dials or is connected would get into the connection, so that nothing can be read.',
      cure: 'Give {interface} another port of the modem, if it has one (option device), or read the modem while {interface} is down.',
    },
    program: {
      severity: 'warning',
      what: '{program} (process {pid}) has {port} open.',
      why: 'Two programs that read one port take answers from each other.',
      cure: 'Stop {program}, give it another port of the modem, or let it use the lock of this package (docs: flock on the port).',
    },
    program_silent: {
      severity: 'fault',
      what: '{program} (process {pid}) has {port} open, and nothing can be read there.',
      why: 'Two programs that read one port take answers from each other.',
      cure: 'Stop {program}, give it another port of the modem, or let it use the lock of this package (docs: flock on the port).',
    },
  },
  look(evidence) {
    const { processes, info } = evidence
    const port = info?.port
    // Read another way, it is read as its owner allows.
    if (port === undefined || port === null || (info?.ways && !info.ways.includes('at'))) return []
    const holder = processes?.find(({ holds }) => holds.includes(port))
    if (holder === undefined) return []
    const isMute = info?.port_state !== 'ok'
    const values = { port, program: holder.name, pid: holder.pid }
    if (diallers[protoOf(evidence) ?? '']?.test(holder.name))
      return isMute ? [{ says: 'dialler', with: { ...values, interface: evidence.interface ?? '' } }] : []
    if (isManager(holder)) return [{ says: isMute ? 'manager_silent' : 'manager', with: values }]
    return [{ says: isMute ? 'program_silent' : 'program', with: values }]
  },
})
