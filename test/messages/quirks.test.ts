import { describe, expect, it } from 'vitest'
import { slotsOf } from '../../src/modem/storage.ts'
import { messageCount, storagesIn } from '../../src/modem/storages.ts'
import { hostOfFixture, refuses, sentTo } from '../world/memory/changing.ts'
import { unsolicitedInside } from '../world/modem/behaviours.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { type Messages, messages } from '../world/modem/messages.ts'
import { type Reply, reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const hello = '07918406921511F1040B918406214365F70000623041906235400DC8329BFD6681EE6F399B1C02'
const bare = hello.slice(16)
const told = { type: 'deliver', number: '+48601234567', text: 'Hello, world!' }

/** A modem that answers a command so, whatever else it is. */
const answers =
  (commands: Readonly<Record<string, Reply>>): Behaviour =>
  () => ({ answer: part => commands[part] })

const hostWith = (given: Messages, ...behaviours: Behaviour[]) =>
  hostOfFixture('fibocom/fg621-lte-a', [...behaviours, messages(given), ...fibocom()])

const simcomWith = (given: Messages, ...behaviours: Behaviour[]) =>
  hostOfFixture('simcom/sim8200-lte', [...behaviours, messages(given)])

describe('a listing', () => {
  it.each([
    ['without a name', ['+CMGL: 4,1,,31', hello]],
    ['with an empty name', ['+CMGL: 4,1,"",31', hello]],
    ['with a name of commas and quotes', ['+CMGL: 4,1,"Doe, "Jo", 12",31', hello]],
    ['without blanks', ['+CMGL:4,1,,31', hello]],
    ['in small letters', ['+CMGL: 4,1,,31', hello.toLowerCase()]],
    ['with blanks behind it', ['+CMGL: 4,1,,31', `${hello}  `]],
    ['broken over lines', ['+CMGL: 4,1,,31', hello.slice(0, 40), hello.slice(40)]],
    ['without the service centre', ['+CMGL: 4,1,,31', bare]],
    ['without a length', ['+CMGL: 4,1,', hello]],
  ])('%s is read', (_, lines) => {
    expect(slotsOf('SM', lines)).toMatchObject([{ storage: 'SM', index: 4, state: 1, pdu: told }])
  })

  it('that ends in the middle keeps what came', () => {
    const slots = slotsOf('SM', [
      '+CMGL: 1,1,,31',
      hello,
      '+CMGL: 2,1,,31',
      hello.slice(0, 30),
      '+CMGL: 3,1,,31',
    ])
    expect(slots.map(({ pdu }) => pdu.type)).toEqual(['deliver', 'unreadable', 'unreadable'])
  })

  it('takes nothing that stands behind no header for a message', () =>
    expect(slotsOf('SM', [hello, 'DEADBEEF'])).toEqual([]))

  it('of Huawei is read among its news, and ^SMMEMFULL is none of it', async () => {
    const host = hostWith(
      { slots: { ME: { 4: [1, hello], 5: [1, hello] } } },
      unsolicitedInside(['^RSSI: 17', '^SMMEMFULL: "SM"', '+CMTI: ,-1']),
    )
    expect(await host.call('messages')).toMatchObject({ found: 2, complete: true })
  })

  it('of SIMCom leaves unread what is, by a command of its own', async () => {
    const list = (state: number) => reply([`+CMGL: 4,${state},,31`, hello])
    const host = simcomWith({}, answers({ '+CMGL=4,1': list(0) }))
    expect(await host.call('messages')).toMatchObject({ messages: [{ unread: true }, { unread: true }] })
    expect(sentTo(host)).not.toContain('+CMGL=4')
  })

  it('of a SIMCom modem that does not know that command is the one of the standard', async () => {
    const host = simcomWith({ slots: { SM: { 4: [0, hello] } } }, refuses(/^\+CMGL=4,1$/, 'ERROR'))
    expect(await host.call('messages')).toMatchObject({ found: 1, complete: true })
  })

  it('of a card that is busy behind the start says so', async () => {
    const host = hostWith({}, refuses(/^\+CMGL=4$/, '+CMS ERROR: 314'))
    expect(await host.call('messages')).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('the card is busy'),
    })
  })

  it('needs a modem that works in PDU mode, and says so where it does not', async () => {
    const host = hostWith({}, refuses(/^\+CMGF=0$/, '+CMS ERROR: 303'))
    expect(await host.call('messages')).toMatchObject({
      error: 'refused_by_modem',
      message: expect.stringContaining('AT+CMGF=0'),
    })
  })
})

describe('the storages', () => {
  it.each([
    ['with names in quotes', '+CPMS: "SM",3,50,"SM",3,50,"ME",0,23', 'SM', 3],
    ['without quotes', '+CPMS: SM,3,50,SM,3,50,ME,0,23', 'SM', 3],
    ['with both together', '+CPMS: "MT",5,73,"SM",3,50,"ME",2,23', 'MT', 5],
    ['of an MR6400, which counts nothing', '+CPMS: "SM",0,0,"SM",0,0,"SM",0,0', 'SM', 0],
    ['without numbers', '+CPMS: "SM",,,"SM",,,"SM",,', 'SM', null],
  ])('%s are read', (_, line, list, count) => {
    const state = storagesIn([line])
    expect(state?.current.list).toBe(list)
    expect(state && messageCount(state)).toBe(count)
    expect(state?.uses.some(({ full }) => full)).toBe(false)
  })

  it('that are not named are none', () => {
    expect(storagesIn(['+CPMS: 3,50,3,50,3,50'])).toBeNull()
    expect(storagesIn([])).toBeNull()
  })

  it('of a T77W968 are all three set together, so that new messages are kept', async () => {
    const host = hostWith({ uses: ['ME', 'ME', 'SM'] })
    await host.call('set_message_storage', { storage: 'SM' })
    expect(sentTo(host)).toContain('+CPMS="SM","SM","SM"')
  })
})
