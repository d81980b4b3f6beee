import { describe, expect, it } from 'vitest'
import { fill } from '../../src/shim/template.ts'

describe('a template', () => {
  it('puts values where they are named', () => {
    expect(fill('{vendor} {model}', { vendor: 'Quectel', model: 'EC25' })).toBe('Quectel EC25')
  })

  it('leaves out a bracket whose value is missing and keeps the others', () => {
    const template = '{band}[ DL: @{dl} MHz][ UL: @{ul} MHz]'
    expect(fill(template, { band: 'B3', dl: 20, ul: null })).toBe('B3 DL: @20 MHz')
    expect(fill(template, { band: 'B3', dl: null, ul: 5 })).toBe('B3 UL: @5 MHz')
  })

  it('is nothing when a value outside of brackets is missing, empty or not known at all', () => {
    expect(fill('{temp} &deg;C', { temp: null })).toBeNull()
    expect(fill('{temp} &deg;C', { temp: '' })).toBeNull()
    expect(fill('{temperature}', { temp: 4 })).toBeNull()
    expect(fill('', { temp: 4 })).toBeNull()
  })

  it('takes the first of several values, and a text after the equals sign when there is none', () => {
    expect(fill('{text|rat}', { text: null, rat: 'HSPA' })).toBe('HSPA')
    expect(fill('{text|rat}', { text: 'DC-HSPA+', rat: 'HSPA' })).toBe('DC-HSPA+')
    expect(fill('UL={ul|=0}', { ul: null })).toBe('UL=0')
  })

  it('counts zero as a value', () => {
    expect(fill('{sinr} dB', { sinr: 0 })).toBe('0 dB')
  })

  it('prints numbers with the decimals it asks for and never a negative zero', () => {
    expect(fill('{a.1} {b.0} {c.1}', { a: 20, b: -84.2, c: -0.01 })).toBe('20.0 -84 0.0')
  })

  it('does not read braces that came with a value', () => {
    expect(fill('[{a} ]{b}', { a: '{b}[', b: ']{a}' })).toBe('{b}[ ]{a}')
  })

  it('knows nothing but its own values', () => {
    expect(fill('{constructor}', {})).toBeNull()
    expect(fill('{__proto__}', {})).toBeNull()
  })
})
