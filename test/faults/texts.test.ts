import { describe, expect, it } from 'vitest'
import { Failure } from '../../src/contract/failure.ts'
import type { Transport } from '../../src/platform/platform.ts'
import { createHost } from '../world/memory/host.ts'
import { mistakesOf } from '../world/memory/modems.ts'
import type { Entry, ModemScript, Step } from '../world/modem/script.ts'
import { asJson, type Json, longestCall, names, rightOf, scriptOf } from './oracle.ts'

/** Stands for a byte that is no UTF-8: U+F700 + byte in a script, the byte itself on the wire. */
const raw = (byte: number) => String.fromCharCode(0xf700 + byte)

/** A port on which the characters of `raw` are the bytes they stand for. */
function withRawBytes(inner: Transport): Transport {
  return {
    ...inner,
    async read(until) {
      const bytes = await inner.read(until)
      if (!bytes?.includes(0xef)) return bytes
      const out: number[] = []
      for (let i = 0; i < bytes.length; i++) {
        const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3)
        const code = ((a & 15) << 12) | ((b & 63) << 6) | (c & 63)
        const isRaw = a === 0xef && code >= 0xf700 && code <= 0xf7ff
        out.push(isRaw ? code - 0xf700 : a)
        if (isRaw) i += 2
      }
      return Uint8Array.from(out)
    },
  }
}

/** What a damaged or malicious modem puts where a text should be. */
const hostile: readonly (readonly [what: string, text: string])[] = [
  ['control characters', '\x01\x02\x07\b\v\f\x1b[31mX\x1a\x7f'],
  ['bytes that are no UTF-8', `X${raw(0xff)}${raw(0xc3)}(${raw(0x80)}${raw(0xed)}${raw(0xa0)}${raw(0x80)}Y`],
  ['quotes and backslashes', 'X"\\"Y\\u0000\\"},{"error":"'],
  ['100 KB', 'X'.repeat(100_000)],
]

const leaves = (value: Json): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(leaves)
      : []

/** The script with `text` wherever its modem says one of these; null where it never does. */
function replaced(script: ModemScript, told: readonly string[], text: string): ModemScript | null {
  let found = false
  const stepOf = (step: Step): Step => {
    const said = 'line' in step ? told.filter(one => step.line.includes(one)) : []
    if (!('line' in step) || said.length === 0) return step
    found = true
    return { line: said.reduce((line, one) => line.replaceAll(one, () => text), step.line) }
  }
  const entries = [...script.entries].map(([key, { command, replies }]): [string, Entry] => [
    key,
    { command, replies: replies.map(reply => ({ ...reply, steps: reply.steps.map(stepOf) })) },
  ])
  return found ? { ...script, entries: new Map(entries) } : null
}

describe('every text field of every fixture', () => {
  it.each(hostile)(
    'may be %s: valid JSON text of bounded length, in time',
    { timeout: 240_000 },
    async (_, text) => {
      const wrong: string[] = []
      let fields = 0
      let shown = 0
      for (const name of names) {
        const texts = new Set(leaves(await rightOf(name)).filter(leaf => leaf.length > 2))
        for (const told of text.length > 1000 ? [[...texts]] : [...texts].map(one => [one])) {
          const script = replaced(scriptOf(name), told, text)
          if (script === null) continue
          fields++
          const host = createHost([{ script }], { wrap: withRawBytes })
          const began = host.clock.now()
          const info = await host.call('info')
          const json = JSON.stringify(info)
          const place = `${name}, ${told}`
          if (host.clock.now() - began > longestCall) wrong.push(`${place}: too late`)
          const schema = mistakesOf('info', asJson(info) as object)
          if (schema !== '') wrong.push(`${place}: ${schema}`)
          if (/[\0-\x1f]|\p{Surrogate}/u.test(json)) wrong.push(`${place}: no clean JSON`)
          const longest = Math.max(...leaves(asJson(info)).map(each => each.length))
          if (longest > 200) wrong.push(`${place}: ${longest} characters`)
          if (json.includes('X')) shown++
        }
      }
      expect(wrong).toEqual([])
      expect(fields).toBeGreaterThan(names.length * 0.9)
      expect(shown).toBeGreaterThan(names.length / 5)
    },
  )

  it('is what the modem said where that is valid', async () => {
    const script = replaced(scriptOf('fibocom/fg621-lte-a.at'), ['FG621-EA'], 'Ö移 \x1b\\')
    if (script === null) throw new Failure('internal', 'the fixture has no such model')
    expect(await createHost([{ script }]).call('info')).toMatchObject({ model: 'Ö移 \x1b\\' })
  })
})
