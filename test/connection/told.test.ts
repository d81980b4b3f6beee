import { describe, expect, it } from 'vitest'
import { connectionTold } from '../../src/connection/told.ts'
import type { Connection } from '../../src/contract/connection.ts'
import { connected } from '../world/memory/shown.ts'

const cause = { what: 'The network did not accept it.', cure: 'Check the access point name.' }
const error = { code: 'CALL_FAILED', subsystem: 'qmi', text: null, count: 3 }
const qmi = { ...connected, proto: 'qmi' } as const

describe('what a connection without data is told as', () => {
  it.each<[string, Partial<Connection>, RegExp]>([
    [
      'not configured',
      { state: 'not_configured', interface: null },
      /^no network interface uses this modem\.$/,
    ],
    ['disabled', { state: 'disabled' }, /^wwan is disabled/],
    ['not loaded', { state: 'not_loaded' }, /^netifd does not know wwan yet.*reload/],
    ['without handler', { state: 'handler_missing' }, /nothing handles the proto qmi of wwan\. Install uqmi/],
    [
      'stopped',
      { state: 'stopped' },
      /^wwan is stopped, by `ifdown` or by option auto\. `ifup wwan` starts it\.$/,
    ],
    [
      'stopped after failing',
      { state: 'stopped', error },
      /starts it\. Before that it failed 3 times: The network/,
    ],
    [
      'given up',
      { state: 'blocked', error },
      /not tried any more, having failed 3 times: .* Then `ifup wwan` starts it/,
    ],
    ['connecting', { state: 'connecting' }, /^wwan is still connecting\.$/],
    [
      'connecting with DHCP',
      { state: 'connecting', proto: 'dhcp' },
      /waits for an address.*once it has dialled/,
    ],
    [
      'connecting again',
      { state: 'connecting', error },
      /^wwan is connecting again, having failed 3 times: The network did not accept it\. Check the access point name\.$/,
    ],
    [
      'down',
      { state: 'down', error: { ...error, count: 1 } },
      /^wwan is down, having failed once: The network/,
    ],
    ['down for want of a link', { state: 'down' }, /waits for eth1 to have a link/],
    [
      'just up',
      { state: 'up_without_address', uptime_s: 3 },
      /^wwan has no address yet, 3 s after it came up\.$/,
    ],
    ['up', { state: 'up_without_address' }, /^wwan has no address\. Check the access point name.*raw IP/],
    [
      'up with DHCP',
      { state: 'up_without_address', proto: 'dhcp' },
      /^wwan has no address: the modem hands none out/,
    ],
    ['up for another program', { state: 'up_without_address', proto: 'none' }, /another program must dial/],
    ['unknown', { state: 'unknown' }, /does not tell how wwan stands/],
    [
      'set to what is gone',
      { state: 'device_missing', configured_device: { name: 'eth0', exists: false, now: 'eth1' }, error },
      /^wwan is set to eth0, which does not exist\. Set its device to eth1/,
    ],
    [
      'set to what no mode of the modem has',
      { state: 'device_missing', configured_device: { name: '/dev/cdc-wdm0', exists: false, now: null } },
      /does not exist\. The USB mode .* proto qmi needs/,
    ],
    [
      'held for missing',
      { state: 'device_missing' },
      /^netifd holds the device of wwan for missing, although eth1 is there\. Run `ubus call network\.interface notify_proto '\{.*"interface":"wwan"\}'`, then `ifup wwan`/,
    ],
    ['missing', { state: 'device_missing', configured_device: null }, /^the device of wwan is missing/],
    [
      'waiting for its device',
      { state: 'device_missing', error },
      /^wwan waits for its device, having failed 3 times/,
    ],
  ])('%s', (_, told, sentence) => {
    expect(connectionTold({ ...qmi, ...told }, cause)).toMatch(sentence)
  })

  it('names the code where the cause is not known', () => {
    expect(connectionTold({ ...qmi, state: 'down', error }, null)).toMatch(/3 times: qmi says CALL_FAILED\.$/)
  })
})
