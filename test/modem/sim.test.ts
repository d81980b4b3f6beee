import { describe, expect, it } from 'vitest'
import { hostOfFixture, sentTo, takesAndForgets, writtenTo } from '../world/memory/changing.ts'
import { late } from '../world/modem/behaviours.ts'
import { type Card, sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const withCard = (card: Card = {}, ...more: Behaviour[]) =>
  hostOfFixture('standard/any-lte', [...more, sim(card)])

describe('sim', () => {
  it('tells state, lock and the attempts that are left', async () => {
    expect(await withCard({ pinAttempts: 2, pukAttempts: 9 }).call('sim')).toEqual({
      modem: 'usb-1-1',
      state: 'pin_required',
      slot: null,
      slots: [],
      lock_enabled: true,
      pin_attempts: 2,
      puk_attempts: 9,
    })
    expect(await withCard({ locked: false }).call('sim')).toMatchObject({
      state: 'ready',
      lock_enabled: false,
    })
  })

  it('leaves open what the modem does not count', async () => {
    expect(await withCard({ counter: 'none' }).call('sim')).toMatchObject({
      state: 'pin_required',
      pin_attempts: null,
      puk_attempts: null,
    })
  })
})

describe('unlock_sim with the PIN', () => {
  it('opens the SIM and reads it again', async () => {
    const host = withCard()
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({
      before: { state: 'pin_required', pin_attempts: 3 },
      after: { state: 'ready', pin_attempts: 3 },
      verified: true,
      answer: 'OK',
    })
    expect(writtenTo(host)).toEqual(['+CPIN="1234"'])
  })

  it('waits for a SIM that is busy with itself after the PIN', async () => {
    const host = withCard({ busyAfter: 3 })
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({
      after: { state: 'ready' },
      verified: true,
    })
    expect(writtenTo(host)).toHaveLength(1)
  })

  it('tries a wrong one once and says that it was refused', async () => {
    const host = withCard()
    const reply = await host.call('unlock_sim', { pin: '9999' })
    expect(reply).toMatchObject({ error: 'refused_by_modem', message: expect.stringContaining('16') })
    expect(JSON.stringify(reply)).not.toContain('9999')
    expect(writtenTo(host)).toEqual(['+CPIN="9999"'])
    expect(await host.call('sim')).toMatchObject({ pin_attempts: 2 })
  })

  it('is tried once also where the modem does not answer it', async () => {
    const host = withCard({}, late(60_000, /^AT\+CPIN="/))
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({ error: 'port_silent' })
    expect(writtenTo(host)).toEqual(['+CPIN="1234"'])
  })

  it('does not use up the last attempt, except by force', async () => {
    const host = withCard({ pinAttempts: 1 })
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringMatching(/one attempt is left.*force/),
    })
    expect(await host.call('unlock_sim', { pin: '1234', force: false })).toMatchObject({
      error: 'invalid_argument',
    })
    expect(writtenTo(host)).toEqual([])
    expect(await host.call('unlock_sim', { pin: '1234', force: true })).toMatchObject({ verified: true })
    expect(writtenTo(host)).toEqual(['+CPIN="1234"'])
  })

  it('is tried where the modem does not count', async () => {
    expect(await withCard({ counter: 'none' }).call('unlock_sim', { pin: '1234' })).toMatchObject({
      verified: true,
    })
  })

  it.each([
    ['is open', { open: true }, 'ready'],
    ['has no lock', { locked: false }, 'ready'],
    ['waits for its PUK', { pinAttempts: 0 }, 'puk_required'],
  ])('sends nothing to a SIM that %s', async (_, card, state) => {
    const host = withCard(card)
    expect(await host.call('unlock_sim', { pin: '1234', force: true })).toMatchObject({
      error: 'invalid_argument',
      message: expect.stringContaining(state),
    })
    expect(writtenTo(host)).toEqual([])
  })

  it('is not verified when the SIM still waits for it', async () => {
    const host = withCard({}, takesAndForgets(/^\+CPIN="/))
    expect(await host.call('unlock_sim', { pin: '1234' })).toMatchObject({
      verified: false,
      after: { state: 'pin_required' },
    })
    expect(writtenTo(host)).toHaveLength(1)
  })
})

describe('unlock_sim with the PUK', () => {
  const codes = { puk: '12345678', new_pin: '4321' }

  it('opens a blocked SIM with a new PIN', async () => {
    const host = withCard({ pinAttempts: 0 })
    expect(await host.call('unlock_sim', codes)).toMatchObject({
      before: { state: 'puk_required', pin_attempts: 0, puk_attempts: 10 },
      after: { state: 'ready', pin_attempts: 3 },
      verified: true,
    })
    expect(writtenTo(host)).toEqual(['+CPIN="12345678","4321"'])
  })

  it('does not use up the last attempt, except by force', async () => {
    const host = withCard({ pinAttempts: 0, pukAttempts: 1 })
    expect(await host.call('unlock_sim', codes)).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
    expect(await host.call('unlock_sim', { ...codes, force: true })).toMatchObject({ verified: true })
  })

  it('is tried once', async () => {
    const host = withCard({ pinAttempts: 0 })
    expect(await host.call('unlock_sim', { ...codes, puk: '00000000' })).toMatchObject({
      error: 'refused_by_modem',
    })
    expect(writtenTo(host)).toHaveLength(1)
    expect(await host.call('sim')).toMatchObject({ puk_attempts: 9 })
  })

  it('is not given to a SIM that waits for its PIN', async () => {
    const host = withCard()
    expect(await host.call('unlock_sim', codes)).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
  })

  it.each([
    {},
    { puk: '12345678' },
    { new_pin: '4321' },
    { pin: '1234', puk: '12345678', new_pin: '4321' },
    { pin: '1234', new_pin: '4321' },
  ])('%j is neither', async args => {
    const host = withCard()
    expect(await host.call('unlock_sim', args)).toMatchObject({ error: 'invalid_argument' })
    expect(sentTo(host)).toEqual([])
  })
})

describe('the lock of the SIM', () => {
  it('is switched with the PIN and read back', async () => {
    const host = withCard({ open: true })
    const off = await host.call('set_sim_lock', { enabled: false, pin: '1234' })
    expect(off).toMatchObject({
      before: { lock_enabled: true },
      after: { lock_enabled: false },
      verified: true,
    })
    const on = await host.call('set_sim_lock', { enabled: true, pin: '1234' })
    expect(on).toMatchObject({ after: { lock_enabled: true }, verified: true })
    expect(writtenTo(host)).toEqual(['+CLCK="SC",0,"1234"', '+CLCK="SC",1,"1234"'])
  })

  it('costs an attempt when the PIN is wrong, and not the last one', async () => {
    const host = withCard({ open: true, pinAttempts: 2 })
    const wrong = { enabled: false, pin: '0000' }
    expect(await host.call('set_sim_lock', wrong)).toMatchObject({ error: 'refused_by_modem' })
    expect(await host.call('set_sim_lock', wrong)).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toHaveLength(1)
  })

  it('is not verified when the modem only says OK', async () => {
    const host = withCard({ open: true }, takesAndForgets(/^\+CLCK="SC",[01]/))
    expect(await host.call('set_sim_lock', { enabled: false, pin: '1234' })).toMatchObject({
      verified: false,
    })
  })
})

describe('change_pin', () => {
  it('replaces the PIN, so that the next lock change needs the new one', async () => {
    const host = withCard({ open: true })
    expect(await host.call('change_pin', { pin: '1234', new_pin: '8642' })).toMatchObject({ verified: true })
    expect(await host.call('set_sim_lock', { enabled: false, pin: '8642' })).toMatchObject({ verified: true })
    expect(writtenTo(host)[0]).toBe('+CPWD="SC","1234","8642"')
  })

  it('is refused by a SIM without lock, and by the last attempt', async () => {
    const change = { pin: '1234', new_pin: '8642' }
    expect(await withCard({ locked: false }).call('change_pin', change)).toMatchObject({
      error: 'refused_by_modem',
    })
    const host = withCard({ open: true, pinAttempts: 1 })
    expect(await host.call('change_pin', change)).toMatchObject({ error: 'invalid_argument' })
    expect(writtenTo(host)).toEqual([])
  })
})

it('another slot cannot be chosen where there is no choice', async () => {
  expect(await withCard().call('select_sim', { slot: 2 })).toMatchObject({ error: 'not_supported' })
})
