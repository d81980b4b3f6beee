import { describe, expect, it } from 'vitest'
import { readPdu } from '../../src/messages/pdu.ts'
import type { Stored } from '../../src/messages/sms.ts'
import { numberOf, renderMessages, smsToolRequest, timeText } from '../../src/shim/sms-tool.ts'

const slot = (index: number, hex: string): Stored => ({
  storage: 'SM',
  index,
  state: 1,
  hex,
  pdu: readPdu(hex),
})

const hello = slot(4, '07918406921511F1040B918406214365F70000623041906235400DC8329BFD6681EE6F399B1C02')
const part = slot(
  5,
  '07918406921511F1440B918406214365F7000062304190623540360500035A0202F02075BD0D9F83DEF6B21C44479741ECB03E0F22BFCF2E10155D06C5EBE9F11A2496BFEF6E90F98D0701',
)
const report = slot(6, '07918406921511F1062A0B918406214365F7623041906235406230419072104000')

const page = ['-s', 'SM', '-d', '/dev/ttyUSB2', '-f', '%Y-%m-%d %H:%M', '-j', 'recv', '2>/dev/null']

/** What is printed for these words. */
const printed = (slots: readonly Stored[], words: readonly string[]) => {
  const request = smsToolRequest(words)
  if (request === null) throw new Error('the words make no sense')
  return renderMessages(slots, request)
}

describe('the words of sms_tool', () => {
  it('are read as getopt does, and what a page adds for a shell is left out', () => {
    expect(smsToolRequest(page)).toEqual({
      device: '/dev/ttyUSB2',
      command: 'recv',
      words: [],
      storage: 'SM',
      isJson: true,
      format: '%Y-%m-%d %H:%M',
      waitMs: 0,
    })
    expect(smsToolRequest(['-Rd/dev/ttyUSB3', '-c', '2', 'ussd', '*100#'])).toMatchObject({
      device: '/dev/ttyUSB3',
      command: 'ussd',
      words: ['*100#'],
    })
    expect(smsToolRequest(['send', '48601234567', '-j'])).toMatchObject({
      device: '/dev/ttyUSB0',
      words: ['48601234567', '-j'],
      isJson: false,
    })
    expect(smsToolRequest(['-w', '3000', 'at', 'AT+CSQ'])).toMatchObject({ waitMs: 3000 })
  })

  it.each([
    [[]],
    [['recv', '-j'].slice(2)],
    [['toString']],
    [['send', '1']],
    [['delete']],
    [['delete', '1;2']],
    [['-s', 'SM"', 'recv']],
    [['-d']],
    [['-x', 'recv']],
  ])('%j make no sense', words => expect(smsToolRequest(words)).toBeNull())

  it('name a number as it is dialled: international unless it is short or begins with 0', () => {
    expect(['48601234567', '0601234567', '80001', '+48601234567', '*100#'].map(numberOf)).toEqual([
      '+48601234567',
      '0601234567',
      '80001',
      '+48601234567',
      '*100#',
    ])
  })
})

describe('what recv prints', () => {
  it('is the JSON the page cuts by its length, a part with its place', () => {
    expect(printed([hello, part], page)).toBe(
      '{"msg":[{"index":4,"sender":"48601234567","timestamp":"2026-03-14 09:26","content":"Hello, world!"},' +
        '{"index":5,"sender":"48601234567","timestamp":"2026-03-14 09:26","reference":90,"part":2,"total":2,' +
        '"content":"x jumps over the lazy dog. The quick brown fox "}]}\n',
    )
    expect(printed([], page)).toBe('{"msg":[]}\n')
  })

  it('as text has a block a message', () => {
    expect(printed([hello, part], ['recv'])).toBe(
      'MSG: 4\nFrom: 48601234567\nDate/Time: 03/14/26 09:26:53\nHello, world!\n\n' +
        'MSG: 5\nFrom: 48601234567\nDate/Time: 03/14/26 09:26:53\nReference number: 90\nSMS segment 2 of 2\n' +
        'x jumps over the lazy dog. The quick brown fox \n\n',
    )
  })

  it('is an error for what cannot be read alone, and tells reports and data as what they are', () => {
    const data = slot(7, '07918406921511F1040B918406214365F700046230419062354005000102FEFF')
    const [bad, told, bytes] = JSON.parse(printed([slot(3, '0791'), report, data], ['-j', 'recv'])).msg
    expect(bad).toEqual({ index: 3, error: 'error decoding pdu', sender: '', timestamp: '', content: '' })
    expect(told).toMatchObject({ sender: '48601234567', content: 'Report on message 42: delivered' })
    expect(bytes).toMatchObject({ content: '000102FEFF' })
  })

  it('has no markup where the page would run it, and the text as it was sent for everybody else', () => {
    const text = '<img src=x onerror=alert(1)> a < b & c'
    const hex = Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()
    const size = (hex.length / 2).toString(16).padStart(2, '0').toUpperCase()
    const mark = slot(1, `07918406921511F1040B918406214365F7000862304190623540${size}${hex}`)
    expect(JSON.parse(printed([mark], page)).msg[0].content).toBe(
      '&lt;img src=x onerror=alert(1)> a &lt; b & c',
    )
    for (const words of [
      ['-j', 'recv'],
      ['-f', '%Y-%m-%d %H:%M', 'recv'],
    ])
      expect(printed([mark], words)).toContain('<img src=x')
  })

  it('keeps a pair of surrogates that two parts share', () => {
    const halves = ['D83D', 'DE42'].map((half, index) =>
      slot(index, `07918406921511F1440B918406214365F7000862304190623540080500035A020${index + 1}${half}`),
    )
    const { msg } = JSON.parse(printed(halves, page)) as { msg: { content: string }[] }
    expect(msg.map(({ content }) => content).join('')).toBe('🙂')
  })
})

describe('a time', () => {
  it('is written as strftime does, in the zone of the service centre', () => {
    const time = '2026-03-04T09:26:53-03:30'
    expect(timeText(time, '%F %T %z %D %R %e %y %% %Q')).toBe(
      '2026-03-04 09:26:53 -0330 03/04/26 09:26  4 26 % %Q',
    )
    expect(timeText(null, '%F')).toBe('')
  })
})
