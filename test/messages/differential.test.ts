import fc from 'fast-check'
import { Deliver, parse, Report, Submit } from 'node-pdu'
import { describe, expect, it } from 'vitest'
import { readPdu, writeSubmit } from '../../src/messages/pdu.ts'
import { join, planText, type Stored, textOfMessage } from '../../src/messages/sms.ts'

/**
 * The other implementation is node-pdu 2.1.1. Left out is what it is known to get wrong: `§`, the extension table and its
 * unknown codes, national tables, `*` and `#` in numbers, zones that are no whole hours, the codings of waiting messages,
 * texts of exactly 160 characters or 70 units (it makes two parts), and parts joined with a surrogate pair between them.
 */
const seven =
  '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ¿abcdefghijklmnopqrstuvwxyzäöñüà'

const text = (unit: fc.Arbitrary<string>, maxLength: number) => fc.string({ unit, minLength: 1, maxLength })
const sevenBit = text(fc.constantFrom(...seven), 150)
const anyText = text(fc.constantFrom(...'жћ漢字зαω €🙂👍🏽zł{}'), 30)
const number = fc.stringMatching(/^\+[1-9]\d{5,14}$/)

const read = (hex: string) => {
  const pdu = parse(hex)
  if (pdu instanceof Report) throw new Error('it is no message')
  return pdu
}

describe('a second implementation', () => {
  it('reads what is written here, in both alphabets', () => {
    fc.assert(
      fc.property(number, fc.oneof(sevenBit, anyText), fc.boolean(), (to, sent, report) => {
        const { alphabet, shifts, parts } = planText(sent)
        fc.pre(parts.length === 1 && shifts.single === null && !/[{}€]/.test(alphabet === 'gsm7' ? sent : ''))
        const { pdu } = writeSubmit({ to, text: sent, alphabet, shifts, report })
        const other = read(pdu)
        expect(other).toBeInstanceOf(Submit)
        expect(`+${other.address.phone}`).toBe(to)
        expect(other.data.getText()).toBe(sent)
      }),
      { numRuns: 300 },
    )
  })

  it('writes what is read here, in one part and in several', () => {
    fc.assert(
      fc.property(number, fc.oneof(sevenBit, anyText), fc.integer({ min: 1, max: 4 }), (to, piece, times) => {
        const sent = piece.repeat(times)
        fc.pre(!sent.includes('§'))
        const slots = new Submit(to, sent).getPartStrings().map((hex, index): Stored => {
          return { storage: 'SM', index, state: 3, hex, pdu: readPdu(hex) }
        })
        const joined = join(slots)
        expect(joined).toHaveLength(1)
        expect(textOfMessage(joined[0] ?? { slots: [], missing: [] })).toBe(sent)
        expect(slots[0]?.pdu).toMatchObject({ type: 'submit', number: to })
      }),
      { numRuns: 300 },
    )
  })

  it('tells the same of a message that came', () => {
    const hours = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(number, hours, sevenBit, (from, zone, sent) => {
        const { pdu } = writeSubmit({ to: from, text: sent, alphabet: 'gsm7' })
        const swapped = (value: number) =>
          String(value)
            .padStart(2, '0')
            .replace(/(.)(.)/, '$2$1')
        const address = pdu.slice(6, pdu.length).slice(0, 4 + 2 * Math.ceil((from.length - 1) / 2))
        const data = pdu.slice(6 + address.length + 4)
        const hex = `0004${address}0000623041906235${swapped(zone * 4)}${data}`
        const [ours, other] = [readPdu(hex), read(hex)]
        expect(other).toBeInstanceOf(Deliver)
        expect(ours).toMatchObject({
          type: 'deliver',
          number: `+${other.address.phone}`,
          text: other.data.getText(),
        })
        const told = other instanceof Deliver ? other.serviceCenterTimeStamp.getIsoString() : null
        expect(Date.parse(ours.type === 'deliver' ? (ours.time ?? '') : '')).toBe(Date.parse(told ?? ''))
      }),
      { numRuns: 200 },
    )
  })
})
