import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { hexOf, octetsOf, writeAddress } from '../../src/messages/fields.ts'
import { type Pdu, readPdu, writeSubmit } from '../../src/messages/pdu.ts'
import { writeHeader, writeText } from '../../src/messages/user-data.ts'
import { repository } from '../world/memory/host.ts'

interface Vector {
  id: string
  length: number
  pdu: string
  want: {
    text?: string
    number?: string
    time?: string
    smsc?: string
    cls?: number
    data?: string
    mwi?: string
    ref?: number
    total?: number
    part?: number
    ports?: string
    mr?: number
    st?: number
    vp?: string
  }
}

const file = path.join(repository, '../shared/reference/sms-vectors.json')
const vectors: Vector[] = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : []

/** What a PDU says, in the words of the vectors. */
function told(pdu: Pdu): Vector['want'] {
  if (pdu.type === 'unreadable') return {}
  const number = { number: pdu.number, ...(pdu.smsc === null ? {} : { smsc: pdu.smsc }) }
  if (pdu.type === 'report') return { ...number, mr: pdu.reference, st: pdu.status }
  const { text, data, header, coding } = pdu
  const { what, active, store } = coding.waiting ?? {}
  return {
    ...number,
    ...(text === null ? {} : { text }),
    ...(data === null ? {} : { data }),
    ...(coding.class === null ? {} : { cls: coding.class }),
    ...(what ? { mwi: `${what}${active ? ' active' : ''}${store ? ', store' : ''}` } : {}),
    ...(header.place
      ? { ref: header.place.reference, total: header.place.total, part: header.place.part }
      : {}),
    ...(header.ports ? { ports: `${header.ports.to}<-${header.ports.from}` } : {}),
    ...(pdu.type === 'deliver' && pdu.time !== null ? { time: pdu.time } : {}),
    ...(pdu.type === 'submit' && pdu.validityMinutes !== null
      ? { vp: `${pdu.validityMinutes / 1440} day` }
      : {}),
  }
}

/** The PDU composed anew of what was read: the parts that can be written, which stand where they stood. */
function composed(hex: string, pdu: Pdu): boolean {
  if (pdu.type === 'unreadable') return false
  const national = hexOf(writeAddress(pdu.number)).slice(4)
  if (!hex.includes(national)) return false
  if (pdu.type === 'report' || pdu.text === null || pdu.header.ports) return true
  const { alphabet } = pdu.coding
  const header = writeHeader(pdu.header.place, pdu.header.shifts)
  return alphabet !== '8bit' && hex.endsWith(hexOf(writeText(pdu.text, alphabet, header, pdu.header.shifts)))
}

/** The lone escape at its end is read as a blank, the only one that cannot come back. */
const oneWay = ['esc-at-end']

describe.skipIf(vectors.length === 0)('the vectors (they lie beside the project)', () => {
  it('are all there', () => expect(vectors.length).toBeGreaterThanOrEqual(33))

  it.each(vectors)('$id is read', ({ pdu, length, want }) => {
    const read = readPdu(pdu, length)
    expect(told(read)).toMatchObject(want)
    const centre = Number.parseInt(pdu.slice(0, 2), 16)
    const bare = pdu.slice(2 * centre + 2)
    expect(octetsOf(bare)).toHaveLength(length)
    expect(readPdu(bare, length)).toEqual({ ...read, smsc: null })
    expect(readPdu(pdu.toLowerCase(), length)).toEqual(read)
  })

  it.each(vectors.filter(({ id }) => !oneWay.includes(id)))('$id is written again', ({ pdu, length }) => {
    expect(composed(pdu, readPdu(pdu, length))).toBe(true)
  })

  it.each(vectors.filter(({ id }) => id.startsWith('submit')))(
    '$id is sent as it stands',
    ({ pdu, length }) => {
      const read = readPdu(pdu, length)
      if (read.type !== 'submit' || read.text === null || read.coding.alphabet === '8bit')
        throw new Error('it is no text to send')
      const { number: to, text, report, coding } = read
      const alphabet = coding.alphabet === 'ucs2' ? 'ucs2' : 'gsm7'
      const sent = writeSubmit({ to, text, alphabet, report, flash: coding.class === 0 })
      const plain =
        read.validityMinutes === null ? pdu : pdu.replace(/^0031/, '0021').replace('0000A7', '0000')
      expect(sent.pdu).toBe(plain)
    },
  )
})
