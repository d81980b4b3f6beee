import { describe, expect, it } from 'vitest'
import type { Question } from '../../src/asking/question.ts'
import { modemOf } from '../world/memory/asked.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'

describe('a refused question', () => {
  const questions: readonly Question[] = [{ ask: '+A?' }, { ask: '+NONE?' }]

  it.each(['ERROR', 'COMMAND NOT SUPPORT', '+CME ERROR: 3', '+CME ERROR: 4', '+CME ERROR: 100'])(
    'with %s is not asked again for a minute, and stays missing',
    async final => {
      const { ask, lines, clock } = modemOf(`> AT+A?\n< +A: 1\n\n> AT+NONE?\n< ${final}\n`)
      await ask(questions)
      lines()
      clock.advance(59_000)
      expect((await ask(questions)).missing).toEqual(['+NONE?'])
      expect(lines()).toEqual(['+A?'])
      clock.advance(2000)
      expect((await ask(questions)).missing).toEqual(['+NONE?'])
      expect(lines()).toEqual(['+A?;+NONE?'])
    },
  )

  it.each(['+CME ERROR: 10', '+CME ERROR: 14', '+CME ERROR: 30', '+CMS ERROR: 310'])(
    'with %s, which may pass, is asked again at once',
    async final => {
      const { ask, lines } = modemOf(`> AT+A?\n< +A: 1\n\n> AT+NONE?\n< ${final}\n`)
      await ask(questions)
      lines()
      await ask(questions)
      expect(lines()).toEqual(['+A?;+NONE?'])
    },
  )

  it('that only timed out is left alone for a minute too', async () => {
    const { ask, lines, clock } = modemOf('> AT+A?\n< +A: 1\n', [neverAnswers(/NONE/)])
    const alone: readonly Question[] = [{ ask: '+A?' }, { ask: '+NONE?', alone: true, timeoutMs: 1000 }]
    await ask(alone)
    clock.advance(20_000)
    lines()
    await ask(alone)
    expect(lines()).toEqual(['+A?'])
  })

  it('that is last is asked every time, because its error is its answer', async () => {
    const { ask, lines } = modemOf('> AT+A?\n< +A: 1\n')
    const last: readonly Question[] = [{ ask: '+A?' }, { ask: '+CPIN?', last: true }]
    await ask(last)
    lines()
    await ask(last)
    expect(lines()).toEqual(['+A?;+CPIN?'])
  })

  it('is asked again at once when the clock was set back', async () => {
    const { ask, lines, memory, clock } = modemOf('> AT+A?\n< +A: 1\n')
    memory.refused['+A?'] = clock.now() + 5000
    expect((await ask([{ ask: '+A?' }])).lines('+A?')).toEqual(['+A: 1'])
    expect(lines()).toEqual(['+A?'])
  })

  it('is forgotten as refused when it is answered', async () => {
    const { ask, memory, clock } = modemOf('> AT+A?\n< ERROR\n\n> AT+A?\n< +A: 1\n')
    await ask([{ ask: '+A?' }])
    expect(Object.keys(memory.refused)).toEqual(['+A?'])
    clock.advance(61_000)
    await ask([{ ask: '+A?' }])
    expect(memory.refused).toEqual({})
  })
})

describe('a fallback', () => {
  const questions: readonly Question[] = [
    { ask: '+X=2;+X?', answers: ['+X'], fallback: '+X?' },
    { ask: '+A?' },
  ]
  const fixture = '> AT+X?\n< +X: 1\n\n> AT+A?\n< +A: 1\n'

  it('is asked when the question is refused, and answers it', async () => {
    const { ask, lines } = modemOf(fixture)
    const asked = await ask(questions)
    expect(lines()).toEqual(['+X=2;+X?;+A?', '+A?', '+X?'])
    expect([asked.lines('+X=2;+X?'), asked.missing]).toEqual([['+X: 1'], []])
  })

  it('takes the question’s place in the line for the next minute', async () => {
    const { ask, lines, clock } = modemOf(fixture)
    await ask(questions)
    lines()
    const asked = await ask(questions)
    expect(lines()).toEqual(['+X?;+A?'])
    expect([asked.lines('+X=2;+X?'), asked.missing]).toEqual([['+X: 1'], []])
    clock.advance(61_000)
    await ask(questions)
    expect(lines()[0]).toBe('+X=2;+X?;+A?')
  })

  it('that is refused as well leaves the question missing, and neither is asked for a minute', async () => {
    const { ask, lines } = modemOf('> AT+A?\n< +A: 1\n')
    expect((await ask(questions)).missing).toEqual(['+X=2;+X?'])
    lines()
    expect((await ask(questions)).missing).toEqual(['+X=2;+X?'])
    expect(lines()).toEqual(['+A?'])
  })

  it('is not asked when the question is answered, nor when it timed out', async () => {
    const answered = modemOf('> AT+X=2\n\n> AT+X?\n< +X: 1\n')
    await answered.ask(questions.slice(0, 1))
    expect(answered.lines()).toEqual(['+X=2;+X?'])
    const silent = modemOf(fixture, [neverAnswers(/\+X=2/)])
    await silent.ask(questions.slice(0, 1))
    expect(silent.lines()).toEqual(['+X=2;+X?'])
  })
})

describe('a condition', () => {
  it('is looked at when everything without one has been answered', async () => {
    const { ask, lines } = modemOf('> AT+A?\n< +A: 1\n\n> AT+B?\n< +B: 2\n\n> AT+C?\n< +C: 3\n')
    const asked = await ask([
      { ask: '+B?', when: answers => answers.lines('+A?')?.[0] === '+A: 1' },
      { ask: '+C?', when: answers => answers.lines('+A?') === null },
      { ask: '+A?' },
    ])
    expect(lines()).toEqual(['+A?', '+B?'])
    expect([asked.lines('+B?'), asked.lines('+C?'), asked.missing]).toEqual([['+B: 2'], null, []])
  })
})

describe('an answer that is kept', () => {
  const fixture = '> AT+CGSN\n< 123456789012345\n\n> AT+A?\n< +A: 1\n\n> AT+EMPTY?\n\n> AT+ODD?\n< +ODD: x\n'
  const kept = { keep: 'enumeration' } as const

  it('is asked once', async () => {
    const { ask, lines } = modemOf(fixture)
    const questions: readonly Question[] = [{ ask: '+CGSN', bare: true, ...kept }, { ask: '+A?' }]
    await ask(questions)
    lines()
    const asked = await ask(questions)
    expect(lines()).toEqual(['+A?'])
    expect(asked.lines('+CGSN')).toEqual(['123456789012345'])
  })

  it('counts as answered, but not as heard in this call', async () => {
    const { ask, memory } = modemOf(fixture, [neverAnswers()])
    memory.kept['+CGSN'] = ['123456789012345']
    const asked = await ask([{ ask: '+CGSN', bare: true, ...kept }])
    expect([asked.lines('+CGSN'), asked.missing, asked.heard]).toEqual([['123456789012345'], [], false])
  })

  it('is not an empty one, nor a refusal, nor one the question calls unsound', async () => {
    const { ask, memory } = modemOf(fixture)
    const asked = await ask([
      { ask: '+EMPTY?', silent: true, ...kept },
      { ask: '+NONE?', ...kept },
      { ask: '+ODD?', ...kept, sound: lines => lines[0] !== '+ODD: x' },
    ])
    expect(memory.kept).toEqual({})
    expect(asked.lines('+ODD?')).toEqual(['+ODD: x'])
  })
})
