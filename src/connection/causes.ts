import type { ConnectionError, ConnectionState } from '../contract/connection.ts'
import { inEnglish, type Phrase } from '../contract/phrase.ts'

/** Why an attempt to connect failed and what helps, each as sentences for a person. */
export interface Cause {
  what: string
  cure: string
}

/** The same, and as phrases that can be translated. */
export interface PhrasedCause extends Cause {
  phrases: Readonly<Record<'what' | 'cure', readonly Phrase[]>>
}

/** What an error code means, and the sentences of what helps. */
type Row = readonly [what: string, ...cure: string[]]

const node = 'See that the modem is there and which USB mode it is in, and set the device the modem has now.'
const apn =
  'Check the access point name, the type of address, and user name and password if the operator asks for them.'
const pin = 'Correct or remove option pincode before the next attempt: each wrong PIN uses up one of three.'
const blocked = 'The SIM card is blocked and waits for its PUK.'
const puk = 'Enter the PUK and a new PIN. The operator knows the PUK.'
const log = 'The system log (logread) tells more.'
const again = 'It is tried again by itself. If this lasts, restart the modem.'
const seat = 'Check that the SIM card is seated and in the slot in use; restart the modem.'
const manager = 'See what ModemManager says of the modem (mmcli -m any), then restart it or the modem.'

/**
 * What each error code means, `CODE` or `PROTO.CODE` where one protocol handler means something else by it. Codes of
 * netifd, of the handlers qmi, mbim, ncm, 3g, wwan, directip, modemmanager, wwand and qmid, and of pppd by its exit
 * codes.
 */
const causes: Readonly<Record<string, Row>> = {
  NO_DEVICE: ['The device it is set to was not there.', node],
  'modemmanager.NO_DEVICE': [
    'No path of a device in /sys is set, or it does not exist.',
    'Set option device to the path of the modem, which mmcli -m any shows as device.',
  ],
  'wwan.NO_DEVICE': ['No modem with a known driver was found.', node],
  NO_IFACE: [
    'The control device has no network device beside it.',
    'Its USB mode or the driver does not fit: choose another mode, or another proto.',
  ],
  NO_IFNAME: [
    'The control device has no network device beside it.',
    'Its USB mode or the driver does not fit: choose another mode, or another proto.',
  ],
  NO_IFACE_CREATABLE: ['No network device could be made for the connection.', 'Restart the modem.', log],
  NO_NAME: ['The interface has no name of a network device.', 'Correct its section in /etc/config/network.'],
  NO_USB: [
    'No modem that the proto wwan knows is on USB.',
    'Use the proto that fits the modem (qmi, mbim, ncm, 3g, dhcp) and name its device.',
  ],
  DEVICE_CLAIM_FAILED: [
    'netifd could not take the network device.',
    'Another interface or bridge may have it.',
    log,
  ],
  SETUP_FAILED: ['netifd could not start the protocol handler.', log],

  NO_APN: ['No access point name is set.', 'Set option apn to what the operator tells.'],
  NO_CONTEXT: ['wwand has no data context for it.', apn],
  CALL_FAILED: ['The network did not accept the data connection.', apn],
  CONNECT_FAILED: ['The data connection was not set up.', apn],
  '3g.CONNECT_FAILED': ['Dialling failed.', apn, 'Check option dialnumber and the signal.'],
  ATTACH_FAILED: [
    'The modem was not attached to packet data.',
    'Check the contract, data roaming and the access point name.',
  ],
  NO_CID: [
    'The modem gave no handle for a data connection.',
    'Another program may hold it, or it is stuck: stop that program or restart the modem.',
  ],
  INVALID_BEARER_LIST: ['ModemManager told no usable bearer.', manager],
  ADDRESS_MISSING: ['The modem told no address for the connection.', apn],
  PREFIX_MISSING: [
    'The modem told no IPv6 prefix for the connection.',
    'The operator may give none: set iptype to ipv4, or ask the operator.',
  ],
  UNKNOWN_METHOD: ['The modem told an unknown way to get an address.', manager],
  DISCONNECT_FAILED: ['The old connection could not be ended.', again],
  NETWORK_REGISTRATION_FAILED: [
    'The modem was not registered in a network in time.',
    'Check antennas, bands and technologies, and whether the SIM card may use this network.',
  ],
  NO_REGISTRATION: [
    'The modem was not registered in its home network.',
    'Check antenna and bands; abroad, or with a partner network, set option allow_roaming or allow_partner.',
  ],
  NO_SUBSCRIBER: ['The SIM card was not ready.', seat],
  PLMN_FAILED: ['The modem refused the chosen operator.', 'Correct or remove option plmn.'],

  PIN_FAILED: ['The SIM card was not unlocked.', pin],
  PIN_NOT_SPECIFIED: [
    'The SIM card asks for its PIN and none is set.',
    'Set option pincode, or switch the question off.',
  ],
  PIN_TRIES_BELOW_LIMIT: [
    'Too few attempts are left to enter the PIN without a person.',
    'Enter the PIN yourself on the SIM page, then correct option pincode.',
  ],
  PIN_STATUS_FAILED: ['The state of the PIN could not be read.', seat],
  PUK_NEEDED: [blocked, puk],
  SIM_PIN_REQUIRED: [
    'The SIM card asks for its PIN and none is set.',
    'Set option pin, or switch the question off.',
  ],
  SIM_PUK_REQUIRED: [blocked, puk],
  SIM_NOT_INITIALIZED: [
    'The SIM card was not ready in time, or the modem did not answer over QMI.',
    'Check the SIM card, and that the driver of the modem is qmi_wwan: with cdc_mbim the proto must be mbim.',
  ],
  SIM_ILLEGAL_STATE: ['There is no SIM card, or it is not accepted.', seat],
  SIM_FAILED: ['The SIM card does not work.', 'Try it in a phone, clean or replace it.'],
  SIM_NOT_READY: ['The SIM card was not ready.', again],
  SIM_STATE_UNKNOWN: ['The state of the SIM card could not be read.', again],
  NOT_READY_YET: ['The modem was not ready.', again],

  GETINFO_FAILED: [
    'The modem did not tell its manufacturer.',
    'Another program may use the port, or it is no AT port: stop that program, or set another device.',
  ],
  UNSUPPORTED_MODEM: [
    'The proto ncm does not know how to dial with this maker’s modems.',
    'Let the modem dial by itself and use proto dhcp on its network device (modem setup shows how).',
  ],
  INITIALIZE_FAILED: ['The modem refused a command that prepares it.', again],
  CONFIGURE_FAILED: ['The modem refused the access point name or the login.', apn],
  SETMODE_FAILED: ['The modem refused the mode that is set.', 'Correct or remove option mode.'],
  FINALIZE_FAILED: ['The modem refused the last command of dialling.', again],

  DEVICE_NOT_MANAGED: [
    'ModemManager does not manage this modem.',
    'Start ModemManager, and wait until mmcli -L shows the modem. Its path may have changed: set option device anew.',
  ],
  MM_FAILED_REASON_SIM_MISSING: ['ModemManager sees no SIM card.', seat],
  MM_FAILED_REASON_UNKNOWN: ['ModemManager cannot use the modem and tells no reason.', manager],
  MM_PINCODE_REQUIRED: [
    'The SIM card asks for its PIN and none is set.',
    'Set option pincode, or switch the question off.',
  ],
  MM_PINCODE_WRONG: ['The PIN that is set is wrong.', pin],
  MM_CHECK_UNLOCK_PIN: [
    'Too few attempts are left to enter the PIN, or the SIM card asks for its PUK.',
    'Enter it yourself on the SIM page, then correct option pincode.',
  ],
  MM_CHECK_UNLOCK_UNKNOWN: [
    'The SIM card or the modem is locked in a way ModemManager cannot undo.',
    manager,
  ],
  MM_INVALID_ALLOWED_MODES_LIST: [
    'The allowed modes that are set are not possible.',
    'Correct or remove option allowedmode.',
  ],
  MM_NO_PREFERRED_MODE_CONFIGURED: [
    'Several modes are allowed and none is preferred.',
    'Set option preferredmode.',
  ],
  MM_NO_ALLOWED_MODE_CONFIGURED: [
    'A mode is preferred and none is allowed.',
    'Set option allowedmode, or remove option preferredmode.',
  ],
  MM_FAILED_SETTING_PREFERRED_MODE: [
    'The modem refused the modes that are set.',
    'Correct or remove allowedmode and preferredmode.',
  ],
  MM_INIT_EPS_BEARER_SET_FAILED: [
    'The modem refused the access point name for registering.',
    'Correct or remove the init_… options of the interface.',
  ],
  MM_3GPP_OPERATOR_REGISTRATION_FAILED: [
    'The modem could not register with the chosen operator.',
    'Correct or remove option plmn.',
  ],
  MM_CONNECT_FAILED: ['ModemManager could not set up the data connection.', apn],
  MM_INTERFACE_RESTART: ['The connection failed and is set up anew.', again],
  MM_MODEM_DISABLED: ['ModemManager has switched the modem off.', again],
  MM_TEARDOWN_IN_PROGRESS: ['The old connection was still being ended.', again],

  NO_DAEMON: ['The program wwand does not run.', 'Start it: service wwand start.'],
  WAITING_MODEM: ['wwand waits for the modem.', again],

  FATAL_ERROR: ['pppd failed.', log],
  OPTION_ERROR: ['pppd does not accept an option that is set.', 'Correct option pppd_options and its like.'],
  NO_KERNEL_SUPPORT: ['The kernel lacks PPP.', 'Install kmod-ppp.'],
  USER_REQUEST: ['pppd was told to stop.', again],
  LOCK_FAILED: [
    'The port is locked by another program.',
    'Stop that program, or set another port as device.',
  ],
  OPEN_FAILED: [
    'The port could not be opened.',
    'Stop the program that uses it, or set the device the modem has now.',
  ],
  PTYCMD_FAILED: ['The dialling program could not be started.', log],
  NEGOTIATION_FAILED: ['The network accepted none of the addresses or options asked for.', apn],
  PEER_AUTH_FAILED: ['The network did not prove who it is.', 'Remove options that ask for that.'],
  AUTH_TOPEER_FAILED: [
    'The network refused user name or password.',
    'Set username and password as the operator tells, or remove them.',
  ],
  IDLE_TIMEOUT: ['The connection ended because it was idle.', 'Remove option demand or make it longer.'],
  CONNECT_TIME: ['The connection ended after the time that is set.', again],
  PEER_DEAD: ['The network stopped answering.', again],
  HANGUP: ['The modem hung up.', apn],
  LOOPBACK: ['The modem sends back what it is sent: it is not dialled.', 'Set the right port as device.'],
  INIT_FAILED: [
    'The modem could not be prepared for dialling.',
    'Set the right port as device, or restart the modem.',
  ],
}

/** PIN_FAILED of umbim where it may be something else. */
const early: Row = [
  'The modem was asked before it was ready, or the SIM card was not unlocked.',
  'Where the SIM card needs no PIN, start the interface again (ifup), or set option delay; else set option pincode.',
]

const said = '{handler} says {code}.'
const explained = '{handler} says {code} ({text}).'

/** Every phrase there is of causes. */
export const causePhrases: readonly string[] = [...Object.values(causes), early, [said, explained]].flat()

function causeFrom(what: Phrase, cures: readonly string[]): PhrasedCause {
  const phrases = { what: [what], cure: cures.map(text => ({ text })) }
  return { what: inEnglish(phrases.what), cure: inEnglish(phrases.cure), phrases }
}

/**
 * The cause behind an error of an interface; a code that no table knows is told as it is. umbim calls it PIN_FAILED too
 * when the modem did not answer its first question; then netifd goes on trying, which it does not after a wrong PIN.
 */
export function causeOf(
  { code, subsystem, text }: ConnectionError,
  proto: string | null,
  state: ConnectionState,
): PhrasedCause {
  const own = (name: string) => (Object.hasOwn(causes, name) ? causes[name] : undefined)
  const isEarly = code === 'PIN_FAILED' && (subsystem ?? proto) === 'mbim' && state !== 'blocked'
  const [what, ...cures] = isEarly
    ? early
    : (own(`${subsystem}.${code}`) ?? own(`${proto}.${code}`) ?? own(code) ?? [])
  if (what !== undefined) return causeFrom({ text: what }, cures)
  const handler = subsystem ?? proto ?? 'netifd'
  const phrase =
    text === null
      ? { text: said, with: { handler, code } }
      : { text: explained, with: { handler, code, text } }
  return causeFrom(phrase, [log])
}
