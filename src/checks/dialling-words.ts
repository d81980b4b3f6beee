import type { Phrase } from './check.ts'

const again = 'It is tried again by itself. If this lasts, restart the modem.'

/**
 * What the error codes of the protocol handlers come to, and what helps, in words that are translated: kinds of codes,
 * where `connection/causes.ts` tells each apart in English.
 */
const kinds: readonly (readonly [codes: RegExp, what: string, cure: string])[] = [
  [
    /^(?:PUK_NEEDED|SIM_PUK_REQUIRED)$/,
    'The SIM card is blocked and waits for its PUK.',
    'Enter the PUK and a new PIN. The operator knows the PUK.',
  ],
  [
    /^(?:PIN_NOT_SPECIFIED|SIM_PIN_REQUIRED|MM_PINCODE_REQUIRED)$/,
    'The SIM card asks for its PIN and none is set.',
    'Set option pincode, or switch the question off.',
  ],
  [
    /^(?:PIN_FAILED|PIN_TRIES_BELOW_LIMIT|MM_PINCODE_WRONG|MM_CHECK_UNLOCK_PIN)$/,
    'The SIM card was not unlocked.',
    'Correct or remove option pincode before the next attempt: each wrong PIN uses up one of three.',
  ],
  [
    /^(?:SIM_(?!NOT_READY$).*|NO_SUBSCRIBER|PIN_STATUS_FAILED|MM_FAILED_REASON_SIM_MISSING)$/,
    'The SIM card was not ready, or is not accepted.',
    'Check that the SIM card is seated and in the slot in use; restart the modem.',
  ],
  [
    /^(?:NETWORK_REGISTRATION_FAILED|NO_REGISTRATION|PLMN_FAILED|MM_3GPP_OPERATOR_REGISTRATION_FAILED)$/,
    'The modem was not registered in a network in time.',
    'Check antennas, bands and technologies, and whether the SIM card may use this network.',
  ],
  [
    /^(?:AUTH_TOPEER_FAILED|PEER_AUTH_FAILED)$/,
    'The network refused user name or password.',
    'Set user name and password as the operator tells, or remove them.',
  ],
  [
    /^(?:CALL_FAILED|(?:MM_)?CONNECT_FAILED|ATTACH_FAILED|NO_APN|NO_CONTEXT|CONFIGURE_FAILED|NEGOTIATION_FAILED|HANGUP|ADDRESS_MISSING|MM_INIT_EPS_BEARER_SET_FAILED)$/,
    'The network did not accept the data connection.',
    'Check the access point name, the type of address, and user name and password if the operator asks for them.',
  ],
  [
    /^(?:NO_DEVICE|NO_IFACE|NO_IFNAME|NO_USB|OPEN_FAILED|LOOPBACK|GETINFO_FAILED|INIT_FAILED)$/,
    'The device of the interface is not there, or cannot be used.',
    'Set the device the modem has now, or choose another USB mode.',
  ],
  [
    /^(?:LOCK_FAILED|NO_CID|DEVICE_CLAIM_FAILED)$/,
    'Another program holds the modem or its port.',
    'Stop that program, or restart the modem.',
  ],
  [
    /^(?:OPTION_ERROR|SETMODE_FAILED|NO_NAME|MM_INVALID_ALLOWED_MODES_LIST|MM_NO_(?:PREFERRED|ALLOWED)_MODE_CONFIGURED|MM_FAILED_SETTING_PREFERRED_MODE)$/,
    'An option of the interface is not possible.',
    'Correct it or remove it.',
  ],
  [
    /^(?:NOT_READY_YET|SIM_NOT_READY|INITIALIZE_FAILED|FINALIZE_FAILED|DISCONNECT_FAILED|MM_INTERFACE_RESTART|MM_MODEM_DISABLED|MM_TEARDOWN_IN_PROGRESS|WAITING_MODEM|USER_REQUEST|CONNECT_TIME|PEER_DEAD)$/,
    'The modem was not ready, or the connection had just ended.',
    again,
  ],
]

/** Every phrase of them. */
export const diallingPhrases: readonly string[] = kinds.flatMap(([, what, cure]) => [what, cure])

/** What a code comes to, and what helps; nothing of a code of no known kind. */
export function phrasesOf(code: string): Readonly<Record<'what' | 'cure', readonly Phrase[]>> {
  const [, what, cure] = kinds.find(([codes]) => codes.test(code)) ?? []
  return {
    what: what === undefined ? [] : [{ text: what }],
    cure: cure === undefined ? [] : [{ text: cure }],
  }
}
