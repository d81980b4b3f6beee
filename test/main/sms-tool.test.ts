import { describe, expect, it } from 'vitest'
import { smsTool } from '../../src/main/sms-tool.ts'
import { hostOfFixture, sentTo } from '../world/memory/changing.ts'
import type { Host } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { type Messages, messages } from '../world/modem/messages.ts'
import { reply } from '../world/modem/script.ts'
import { type Ussd, ussd } from '../world/modem/ussd.ts'

const hello = '07918406921511F1040B918406214365F70000623041906235400DC8329BFD6681EE6F399B1C02'
const stored: Messages = {
  format: 1,
  slots: { SM: { 4: [0, hello], 60: [1, hello] }, ME: { 1: [1, hello] } },
}

const hostWith = (given: Messages = stored, network: Ussd = {}) =>
  hostOfFixture('fibocom/fg621-lte-a', [messages(given), ussd(network), ...fibocom()])

const port = '/dev/ttyUSB0'
const run = (host: Host, ...words: string[]) => smsTool(host.platform, ['-d', port, ...words])

describe('sms_tool', () => {
  it('tells how full a storage is, and leaves the modem’s settings as they were', async () => {
    const host = hostWith()
    expect(await run(host, '-s', 'SM', 'status')).toEqual({
      out: 'Storage type: SM, used: 2, total: 50\n',
      err: '',
      code: 0,
    })
    expect(sentTo(host).slice(-2)).toEqual(['+CPMS="ME"', '+CMGF=1'])
    expect(await run(host, '-s', 'SR', 'status')).toMatchObject({ out: '', code: 1 })
  })

  it('lists one storage, and deletes from the one it was told last', async () => {
    const host = hostWith()
    const { out } = await run(host, '-s', 'SM', '-j', 'recv')
    expect(JSON.parse(out).msg.map(({ index }: { index: number }) => index)).toEqual([4, 60])
    expect(await run(host, 'delete', '4')).toMatchObject({
      out: 'delete msg from 4 to 4\nDeleted message 4\n',
    })
    expect(await run(host, 'delete', '4')).toMatchObject({
      out: 'delete msg from 4 to 4\nError deleting message 4: 321\n',
    })
    expect(await run(host, '-s', 'SM', 'status')).toMatchObject({
      out: 'Storage type: SM, used: 1, total: 50\n',
    })
    expect(await run(host, '-s', 'ME', 'status')).toMatchObject({
      out: 'Storage type: ME, used: 1, total: 23\n',
    })
  })

  it('deletes all there are, wherever they lie in the storage', async () => {
    const host = hostWith()
    expect(await run(host, '-s', 'SM', 'delete', 'all')).toMatchObject({
      out: 'delete msg from 4 to 60\nDeleted message 4\nDeleted message 60\n',
    })
    expect(await run(host, '-s', 'SM', 'recv')).toEqual({ out: '', err: '', code: 0 })
  })

  it('sends, part by part, and says what became of it', async () => {
    const host = hostWith({})
    expect(await run(host, 'send', '48601234567', 'Cześć')).toEqual({
      out: 'sms sent successfully: 42\r\n',
      err: '',
      code: 0,
    })
    expect(await run(host, 'send', '48601234567', 'ż'.repeat(100))).toMatchObject({
      out: 'sms part 1/2 sent successfully: 43\nsms part 2/2 sent successfully: 44\n',
    })
    const body = host.simulators[0]?.log.find(({ body }) => body !== undefined)?.body
    expect(body).toContain('0B918406214365F7')
  })

  it('that could not send tells the modem’s code, and waits beyond the time of a call for what may have gone', async () => {
    const refused = hostWith({ fates: [{ refused: '+CMS ERROR: 38' }] })
    expect(await run(refused, 'send', '80001', 'STAN')).toMatchObject({
      out: '',
      err: expect.stringMatching(/^sms not sent, code: {2}38\n/),
      code: 1,
    })
    const lost = hostWith({ fates: ['silent'] })
    expect(await run(lost, 'send', '80001', 'STAN')).toMatchObject({
      err: expect.stringMatching(/^No response from modem\./),
      code: 2,
    })
    expect(await run(refused, 'send', 'mum', 'hi')).toMatchObject({ code: 1 })
  })

  it('asks the network for a code, answers its menu, and says in words why there is no answer', async () => {
    const host = hostWith(
      {},
      { says: { '*100#': { news: ['1,"1. Saldo', '2. Pakiety",15'] }, '1': { news: ['0,"5 zl",15'] } } },
    )
    expect(await run(host, '-R', 'ussd', '*100#')).toEqual({
      out: '1. Saldo\n2. Pakiety\n',
      err: '',
      code: 0,
    })
    expect(await run(host, '-R', 'ussd', '1')).toEqual({ out: '5 zl\n', err: '', code: 0 })
    expect(await run(host, 'ussd', '1')).toMatchObject({
      out: '',
      code: 1,
      err: expect.stringContaining('code'),
    })
    expect(await run(host, 'ussd', '*999#')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^No response from modem\.\n.*closed/),
    })
  })

  it('sends one command line and prints its lines', async () => {
    const host = hostWith()
    expect(await run(host, 'at', 'AT+CPMS?')).toMatchObject({
      out: '+CPMS: "ME",1,23,"ME",1,23,"ME",1,23\n',
      code: 0,
    })
    expect(await run(host, 'at', 'AT+NONSENSE')).toMatchObject({ out: '', err: 'ERROR\n', code: 1 })
    expect(await run(host, 'at', 'AT\r+CFUN=0')).toMatchObject({ code: 2 })
    expect(sentTo(host).some(line => line.includes('CFUN=0'))).toBe(false)
  })

  it('prints what comes behind the final result as long as it is told to wait', async () => {
    const late = () => ({
      answer: (part: string) =>
        part === '+LATE'
          ? { ...reply([]), after: [{ silence: 700 }, { unsolicited: '+QIND: SMS DONE' }] }
          : undefined,
    })
    const host = hostOfFixture('fibocom/fg621-lte-a', [late, ...fibocom()])
    expect(await run(host, '-w', '2000', 'at', 'AT+LATE')).toMatchObject({ out: '+QIND: SMS DONE\n' })
  })

  it('of a port that is no modem’s speaks to nobody', async () => {
    const host = hostWith()
    expect(await smsTool(host.platform, ['-d', '/dev/ttyS7', 'recv'])).toMatchObject({ code: 1, out: '' })
    expect(await smsTool(host.platform, ['nonsense'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^usage/),
    })
    expect(sentTo(host)).toEqual([])
  })
})
