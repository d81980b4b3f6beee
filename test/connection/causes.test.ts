import { describe, expect, it } from 'vitest'
import { causeOf, causePhrases } from '../../src/connection/causes.ts'
import { inEnglish } from '../../src/contract/phrase.ts'
import { everyError } from './errors.ts'

describe('the cause of a failed connection', () => {
  it('is a sentence and a cure for every known code of every handler', () => {
    const poor = everyError.filter(error => {
      const { what, cure } = causeOf(error, error.subsystem, 'down')
      return what.includes(error.code) || ![what, cure].every(text => /^[A-Za-z].*\.$/.test(text))
    })
    expect(poor).toEqual([])
  })

  it('can be said in another language, all of it, whatever the code', () => {
    const odd = { code: 'ODD_ONE', subsystem: 'atc', count: 1 }
    const errors = [...everyError, { ...odd, text: 'said so' }, { ...odd, text: null }]
    for (const error of errors)
      for (const state of ['down', 'blocked'] as const) {
        const { what, cure, phrases } = causeOf(error, error.subsystem, state)
        expect([inEnglish(phrases.what), inEnglish(phrases.cure)]).toEqual([what, cure])
        const texts = [...phrases.what, ...phrases.cure].map(({ text }) => text)
        expect(texts.filter(text => !causePhrases.includes(text))).toEqual([])
      }
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
