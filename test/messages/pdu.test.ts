import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minutesOf, readCoding, readTime } from '../../src/messages/fields.ts'
import { languages, noShifts, pack, septetsOf, textOf, unpack } from '../../src/messages/gsm7.ts'
import { readPdu, writeSubmit } from '../../src/messages/pdu.ts'
import { join, planText, type Stored, textOfMessage, whole } from '../../src/messages/sms.ts'

/** A message of +48601234567 at 09:26:53 whose first octet, coding and user data these are. */
const deliver = (first: string, coding: string, data: string, time = '62304190623540') =>
  readPdu(`00${first}0B918406214365F700${coding}${time}${data}`)

const octets = (hex: string) => [...Buffer.from(hex, 'hex')]

describe('the alphabet of seven bits', () => {
  it('is packed lowest bits first, as TS 23.038 draws it', () => {
    const septets = [...'hellohello'].flatMap(char => septetsOf(char, noShifts) ?? [])
    expect(Buffer.from(pack(septets)).toString('hex')).toBe('e8329bfd4697d9ec37')
    expect(unpack(pack(septets), 10)).toEqual(septets)
  })

  it('writes and reads every character of every table, as one code of it', () => {
    for (const locking of [null, ...Object.values(languages)])
      for (const single of [null, ...Object.values(languages)]) {
        const shifts = { locking, single }
        const plain = Array.from({ length: 128 }, (_, code) => code).filter(code => code !== 0x1b)
        expect(textOf(plain, shifts)).toHaveLength(127)
        for (const char of textOf([...plain, ...plain.flatMap(code => [0x1b, code])], shifts))
          expect(textOf(septetsOf(char, shifts) ?? [], shifts)).toBe(char)
      }
  })

  it('shows the letter without its accent where a phone does not know the national table', () => {
    const sent = [...'İşığ çok'].flatMap(char => septetsOf(char, { locking: null, single: 'turkish' }) ?? [])
    expect(textOf(sent, noShifts)).toBe('Isig cok')
  })

  it('reads what has no meaning as TS 23.038 says: the other table’s character, or a blank', () => {
    expect(textOf([0x1b, 0x41, 0x1b, 0x1b, 0x42, 0x1b], noShifts)).toBe('A B ')
  })
})

describe('the coding of a message', () => {
  it.each([
    [0x00, 'gsm7', null],
    [0x04, '8bit', null],
    [0x08, 'ucs2', null],
    [0x0c, 'gsm7', null],
    [0x11, 'gsm7', 1],
    [0x1a, 'ucs2', 2],
    [0x48, 'ucs2', null],
    [0x80, 'gsm7', null],
    [0xb8, 'gsm7', null],
    [0xc8, 'gsm7', null],
    [0xd8, 'gsm7', null],
    [0xe8, 'ucs2', null],
    [0xf0, 'gsm7', 0],
    [0xf6, '8bit', 2],
  ])('%i is %s, class %s', (octet, alphabet, number) => {
    expect(readCoding(octet)).toMatchObject({ alphabet, class: number, compressed: false })
  })

  it('tells that messages wait elsewhere, by the coding and by the header with how many', () => {
    expect(readCoding(0xc9).waiting).toEqual({ what: 'fax', active: true, store: false, count: null })
    expect(readCoding(0xe2).waiting).toEqual({ what: 'email', active: false, store: true, count: null })
    expect(deliver('44', '00', '060401028003')).toMatchObject({
      header: { waiting: { what: 'voicemail', active: true, store: true, count: 3 } },
    })
  })

  it('that is compressed is shown as data', () => {
    expect(deliver('04', '20', '03010203')).toMatchObject({ text: null, data: '010203' })
  })
})

describe('a time', () => {
  it.each([
    ['62304190623549', '2026-03-14T09:26:53-03:30'],
    ['99211332959565', '1999-12-31T23:59:59+14:00'],
    ['62304190623522', '2026-03-14T09:26:53+05:30'],
  ])('%s is %s', (hex, time) => expect(readTime(octets(hex))).toBe(time))

  it.each(['00000000000000', 'FFFFFFFFFFFFFF', '62314190623540', '623041906235', '62304142623540'])(
    '%s is none',
    hex => expect(readTime(octets(hex))).toBeNull(),
  )

  it('to live is told in minutes', () => {
    expect([0, 143, 144, 167, 168, 196, 197, 255].map(minutesOf)).toEqual([
      5, 720, 750, 1440, 2880, 43_200, 50_400, 635_040,
    ])
  })
})

describe('a header', () => {
  it('may have its elements in any order, and one that makes no sense says nothing', () => {
    const place = (header: string) => {
      const read = deliver('44', '04', `${header}41`)
      return read.type === 'deliver' ? read.header.place : read
    }
    expect(place('0B0A700201020003070302')).toMatchObject({ reference: 7, total: 3, part: 2 })
    expect(place('07060804123402012')).toMatchObject({ type: 'unreadable' })
    expect(place('080608041234020141')).toMatchObject({ reference: 0x1234, bits: 16, total: 2, part: 1 })
    for (const wrong of ['0003070000', '0003070203', '0003070200', '00020702', '0009070201'])
      expect(
        place(`${(wrong.length / 2 + 2).toString(16).padStart(2, '0')}05${wrong.padEnd(10, '0')}`),
      ).toBeNull()
  })

  it('with ports makes the rest data, whatever the alphabet', () => {
    expect(deliver('44', '00', '0B06050415810000C230')).toMatchObject({
      text: null,
      data: 'C230',
      header: { ports: { to: 5505, from: 0 } },
    })
  })
})

describe('what cannot be read', () => {
  it.each([
    ['', 'empty'],
    ['0', 'hexadecimal'],
    ['HELLO', 'hexadecimal'],
    ['00', 'ends'],
    ['07918406921511F1', 'ends'],
    ['07918406921511F1040B9184', 'ends'],
    ['FF918406921511F1040B918406214365F7', 'ends'],
  ])('“%s” is told as such', (hex, why) => {
    expect(readPdu(hex)).toEqual({ type: 'unreadable', why: expect.stringContaining(why) })
  })

  it('of a text that was cut leaves what came', () => {
    expect(deliver('04', '00', '0DC8329BFD')).toMatchObject({ text: 'Hell', truncated: true })
    expect(deliver('04', '08', '0804100411FF')).toMatchObject({ text: 'АБ', truncated: true })
  })

  it('is never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.nat(200)), (bytes, length) => {
        const read = readPdu(Buffer.from(bytes).toString('hex'), length)
        const slot: Stored = { storage: 'SM', index: 1, state: 1, hex: '', pdu: read }
        expect(typeof textOfMessage(join([slot])[0] ?? { slots: [], missing: [] })).toMatch(/string|object/)
      }),
      { numRuns: 3000 },
    )
    fc.assert(
      fc.property(
        fc.constantFrom('04', '44', '01', '41', '11', '06'),
        fc.integer({ min: 0, max: 255 }),
        fc.uint8Array({ maxLength: 60 }),
        (first, coding, bytes) =>
          void deliver(first, coding.toString(16).padStart(2, '0'), Buffer.from(bytes).toString('hex')),
      ),
      { numRuns: 3000 },
    )
  })
})

/** A text as it comes out of the PDUs it was sent in. */
function roundTrip(text: string) {
  const { alphabet, shifts, parts } = planText(text)
  const slots = parts.map((part, index): Stored => {
    const place =
      parts.length > 1 ? ({ reference: 201, bits: 8, total: parts.length, part: index + 1 } as const) : null
    const { pdu, length } = writeSubmit({ to: '+48601234567', text: part, alphabet, shifts, place })
    expect(length).toBeLessThanOrEqual(14 + 140)
    return { storage: 'SM', index, state: 3, hex: pdu, pdu: readPdu(pdu, length) }
  })
  const joined = join([...slots].reverse())
  expect(joined).toHaveLength(1)
  return textOfMessage(joined[0] ?? { slots: [], missing: [] })
}

describe('a text', () => {
  it('comes out of its parts as it was, whatever it is', () => {
    for (const unit of ['binary', 'grapheme', 'binary-ascii'] as const)
      fc.assert(
        fc.property(fc.string({ unit, maxLength: 300 }), text => {
          expect(roundTrip(text)).toBe(whole(text))
        }),
      )
    const letters = fc.constantFrom(...'aAzZ €[]~^@\n\r§ğışãõçÓ')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 700 }), chars => {
        expect(roundTrip(chars.join(''))).toBe(chars.join(''))
      }),
    )
  })

  it.each([
    ['a'.repeat(160), 'gsm7', [160]],
    ['a'.repeat(161), 'gsm7', [153, 8]],
    [`${'a'.repeat(159)}€`, 'gsm7', [153, 7]],
    [`${'a'.repeat(152)}€${'a'.repeat(20)}`, 'gsm7', [152, 21]],
    ['Ж'.repeat(70), 'ucs2', [70]],
    ['Ж'.repeat(71), 'ucs2', [67, 4]],
    [`${'Ж'.repeat(66)}🙂${'Ж'.repeat(9)}`, 'ucs2', [66, 11]],
    ['', 'gsm7', [0]],
  ])('%s goes by %s in parts of %s', (text, alphabet, lengths) => {
    const plan = planText(text)
    expect({ alphabet: plan.alphabet, lengths: plan.parts.map(part => part.length) }).toEqual({
      alphabet,
      lengths,
    })
  })

  it('goes by a national table only where that saves a part, and never by a locking one', () => {
    expect(planText('ığdır').alphabet).toBe('ucs2')
    expect(planText(`${'a'.repeat(100)} ığdır`)).toMatchObject({
      alphabet: 'gsm7',
      shifts: { locking: null, single: 'turkish' },
      parts: [expect.any(String)],
    })
  })
})

describe('parts', () => {
  const slot = (
    index: number,
    part: number,
    text: string,
    time = '62304190623540',
    reference = '07',
  ): Stored => {
    const units = Buffer.from(text, 'utf16le').swap16().toString('hex')
    const size = (6 + units.length / 2).toString(16).padStart(2, '0')
    const header = `050003${reference}030${part}`
    const pdu = deliver('44', '08', `${size}${header}${units}`, time)
    return { storage: 'SM', index, state: 1, hex: '', pdu }
  }

  it('that are missing are told and marked', () => {
    const [message] = join([slot(4, 3, 'c'), slot(2, 1, 'a')])
    expect(message).toMatchObject({ missing: [2], slots: [{ index: 2 }, { index: 4 }] })
    expect(message && textOfMessage(message)).toBe('a[… 2/3 …]c')
  })

  it('of the next message with the same reference do not get into the first', () => {
    const later = '62309190623540'
    const slots = [
      slot(1, 1, 'a'),
      slot(2, 1, 'A', later),
      slot(3, 2, 'b'),
      slot(4, 2, 'B', later),
      slot(5, 3, 'c'),
    ]
    expect(join(slots).map(textOfMessage)).toEqual(['abc', 'AB[… 3/3 …]'])
    expect(join([slot(1, 1, 'a'), slot(2, 2, 'b', undefined, '08')])).toHaveLength(2)
  })

  it('between which a pair of surrogates was cut are joined before it is read', () => {
    const [high = '', low = ''] = '🙂'.split('')
    const raw = (index: number, part: number, unit: string): Stored => {
      const hex = unit.charCodeAt(0).toString(16)
      return { ...slot(index, part, ''), pdu: deliver('44', '08', `08050003090${2}0${part}${hex}`) }
    }
    expect(join([raw(1, 1, high), raw(2, 2, low)]).map(textOfMessage)).toEqual(['🙂'])
    expect(join([raw(1, 1, high)]).map(textOfMessage)).toEqual(['\uFFFD[… 2/2 …]'])
  })
})
