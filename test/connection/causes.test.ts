import { describe, expect, it } from 'vitest'
import { causeOf } from '../../src/connection/causes.ts'

/** The error codes of netifd, of the handlers of modems, and of pppd. */
const codes: Readonly<Record<string, string>> = {
  interface: 'NO_DEVICE DEVICE_CLAIM_FAILED SETUP_FAILED',
  qmi: `NO_DEVICE NO_IFACE SIM_NOT_INITIALIZED SIM_ILLEGAL_STATE PIN_FAILED PIN_NOT_SPECIFIED PUK_NEEDED
    PIN_TRIES_BELOW_LIMIT PIN_STATUS_FAILED PLMN_FAILED NETWORK_REGISTRATION_FAILED NO_CID CALL_FAILED`,
  mbim: 'NO_DEVICE NO_IFNAME NO_APN PIN_FAILED NO_SUBSCRIBER NO_REGISTRATION ATTACH_FAILED CONNECT_FAILED',
  ncm: `NO_DEVICE NO_IFACE GETINFO_FAILED UNSUPPORTED_MODEM INITIALIZE_FAILED PIN_FAILED CONFIGURE_FAILED
    SETMODE_FAILED CONNECT_FAILED FINALIZE_FAILED DISCONNECT_FAILED`,
  wwan: 'NO_USB NO_DEVICE CALL_FAILED',
  directip: 'NO_DEVICE NO_IFACE PIN_FAILED CONNECT_FAILED',
  modemmanager: `NO_DEVICE DEVICE_NOT_MANAGED MM_FAILED_REASON_SIM_MISSING MM_FAILED_REASON_UNKNOWN
    MM_PINCODE_REQUIRED MM_PINCODE_WRONG MM_CHECK_UNLOCK_PIN MM_CHECK_UNLOCK_UNKNOWN MM_INVALID_ALLOWED_MODES_LIST
    MM_NO_PREFERRED_MODE_CONFIGURED MM_NO_ALLOWED_MODE_CONFIGURED MM_FAILED_SETTING_PREFERRED_MODE
    MM_INIT_EPS_BEARER_SET_FAILED MM_3GPP_OPERATOR_REGISTRATION_FAILED MM_CONNECT_FAILED MM_INTERFACE_RESTART
    MM_MODEM_DISABLED MM_TEARDOWN_IN_PROGRESS INVALID_BEARER_LIST ADDRESS_MISSING PREFIX_MISSING UNKNOWN_METHOD
    DISCONNECT_FAILED`,
  wwand: 'NO_DAEMON CONNECT_FAILED PIN_FAILED NO_CONTEXT WAITING_MODEM NO_IFACE',
  qmid: `NO_DEVICE NO_IFACE NO_NAME NO_IFACE_CREATABLE SIM_NOT_READY SIM_PIN_REQUIRED SIM_PUK_REQUIRED SIM_FAILED
    SIM_STATE_UNKNOWN NOT_READY_YET`,
  '3g': `PIN_FAILED FATAL_ERROR OPTION_ERROR NO_KERNEL_SUPPORT USER_REQUEST LOCK_FAILED OPEN_FAILED CONNECT_FAILED
    PTYCMD_FAILED NEGOTIATION_FAILED PEER_AUTH_FAILED IDLE_TIMEOUT CONNECT_TIME PEER_DEAD HANGUP LOOPBACK INIT_FAILED
    AUTH_TOPEER_FAILED`,
}

const all = Object.entries(codes).flatMap(([subsystem, text]) =>
  text.split(/\s+/).map(code => ({ subsystem, code, text: null, count: 1 })),
)

describe('the cause of a failed connection', () => {
  it('is a sentence and a cure for every known code of every handler', () => {
    const poor = all.filter(error => {
      const { what, cure } = causeOf(error, error.subsystem, 'down')
      return what.includes(error.code) || ![what, cure].every(text => /^[A-Za-z].*\.$/.test(text))
    })
    expect(poor).toEqual([])
  })

  it('is told by the handler where one means something else by a code', () => {
    const noDevice = (subsystem: string) =>
      causeOf({ code: 'NO_DEVICE', subsystem, text: null, count: 1 }, subsystem, 'down').what
    expect(new Set(['qmi', 'wwan', 'modemmanager'].map(noDevice)).size).toBe(3)
    const dialled = { code: 'CONNECT_FAILED', subsystem: 'ppp', text: null, count: 1 }
    expect(causeOf(dialled, '3g', 'down').what).toBe('Dialling failed.')
  })

  it('is told as it is where nobody knows it', () => {
    const error = { code: 'ODD_ONE', subsystem: 'atc', text: 'said so', count: 1 }
    expect(causeOf(error, 'atc', 'down').what).toBe('atc says ODD_ONE (said so).')
    expect(causeOf({ ...error, code: 'toString', text: null }, 'atc', 'down').what).toBe('atc says toString.')
  })

  it('of PIN_FAILED with MBIM is the PIN only where netifd is not to try again', () => {
    const error = { code: 'PIN_FAILED', subsystem: 'mbim', text: null, count: 4 }
    expect(causeOf(error, 'mbim', 'connecting').what).toMatch(/before it was ready/)
    expect(causeOf(error, 'mbim', 'blocked')).toMatchObject({
      cure: expect.stringMatching(/before the next attempt/),
    })
  })
})
