import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Question } from '../../src/asking/question.ts'
import { Failure } from '../../src/contract/failure.ts'
import { modemOf } from '../world/memory/asked.ts'
import { late, neverAnswers, unsolicitedInside } from '../world/modem/behaviours.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { lostAfter } from '../world/modem/transport.ts'

const four = `
> AT+A?
< +A: 1

> AT+B?
< +B: 2

> AT+C?
< +C: 3

> AT+D?
< +D: 4
`
const bare = `
> AT+GMI
< Maker

> AT+GMM
< Model

> AT+GSN
< 123456789012345
`
const named: readonly Question[] = [{ ask: '+A?' }, { ask: '+B?' }, { ask: '+C?' }, { ask: '+D?' }]
const bares: readonly Question[] = ['+GMI', '+GMM', '+GSN'].map(ask => ({ ask, bare: true }))

describe('asking in few command lines', () => {
  it('puts questions with named answers into one line and bare ones into another', async () => {
    const { ask, lines } = modemOf(four + bare)
    const asked = await ask([bares[0] ?? { ask: '' }, ...named, ...bares.slice(1)])
    expect(lines()).toEqual(['+A?;+B?;+C?;+D?', '+GMI;+GMM;+GSN'])
    expect(named.map(q => asked.lines(q.ask))).toEqual([['+A: 1'], ['+B: 2'], ['+C: 3'], ['+D: 4']])
    expect(bares.map(q => asked.lines(q.ask))).toEqual([['Maker'], ['Model'], ['123456789012345']])
    expect([asked.missing, asked.heard, asked.broken]).toEqual([[], true, null])
  })

  it('asks alone what wants to be alone, behind the others', async () => {
    const { ask, lines } = modemOf(four)
    await ask([{ ask: '+A?', alone: true }, { ask: '+B?' }, { ask: '+C?' }])
    expect(lines()).toEqual(['+B?;+C?', '+A?'])
  })

  it('puts questions that are last behind the others of their line', async () => {
    const { ask, lines } = modemOf(four)
    await ask([{ ask: '+A?', last: true }, { ask: '+B?' }, { ask: '+C?' }])
    expect(lines()).toEqual(['+B?;+C?;+A?'])
  })

  it('makes no command line longer than 180 characters', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `+LONGNAME${i}`)
    const { ask, lines } = modemOf(names.map(name => `> AT${name}?\n< ${name}: 1\n`).join('\n'))
    const asked = await ask(names.map(name => ({ ask: `${name}?` })))
    expect(asked.missing).toEqual([])
    const sent = lines()
    expect(Math.max(...sent.map(line => `AT${line}`.length))).toBeLessThanOrEqual(180)
    expect(sent.length).toBeLessThanOrEqual(4)
  })

  it('asks the same question once', async () => {
    const { ask, lines } = modemOf(four)
    await ask([{ ask: '+A?' }, { ask: '+B?' }, { ask: '+A?' }])
    expect(lines()).toEqual(['+A?;+B?'])
  })

  it('tells what was not asked, what was answered with nothing and what was refused apart', async () => {
    const { ask } = modemOf('> AT+A?\n\n> AT+B?\n< +CME ERROR: 4\n')
    const asked = await ask([{ ask: '+A?', silent: true }, { ask: '+B?' }])
    expect([asked.lines('+A?'), asked.lines('+B?'), asked.lines('+C?')]).toEqual([[], null, null])
    expect(asked.answer('+B?')?.final).toMatchObject({ cause: 'cme', code: 4 })
    expect(asked.answer('+C?')).toBeUndefined()
    expect(asked.missing).toEqual(['+B?'])
  })
})

describe('whose line is whose', () => {
  it('is told by the name, in whatever order the modem answers', async () => {
    const outOfOrder: Behaviour = () => ({
      revise: (part, answer) => {
        const swap: Record<string, string> = { '+A?': '+B: 2', '+B?': '+A: 1' }
        const line = swap[part]
        return line === undefined ? answer : { ...answer, steps: [{ line }] }
      },
    })
    const { ask, lines } = modemOf(four, [outOfOrder])
    const asked = await ask(named)
    expect(named.map(q => asked.lines(q.ask))).toEqual([['+A: 1'], ['+B: 2'], ['+C: 3'], ['+D: 4']])
    expect(lines()).toHaveLength(1)
  })

  it('is told by names of the question’s own, without regard to case, plus and blanks', async () => {
    const { ask } = modemOf('> AT+TEMP\n< temp : 41\n< PA: 40\n\n> AT+ICC\n< ICCID: 89\n')
    const asked = await ask([
      { ask: '+TEMP', answers: ['+TEMP', '+PA'] },
      { ask: '+ICC', answers: ['+ICCID'] },
    ])
    expect([asked.lines('+TEMP'), asked.lines('+ICC')]).toEqual([['temp : 41', 'PA: 40'], ['ICCID: 89']])
  })

  it('goes on to rows without a name behind the named line', async () => {
    const { ask } = modemOf(
      '> AT+CELLS?\n< +CELLS:\n< 1,2,3\n< LTE neighbours:\n< 4,5,6\n\n> AT+B?\n< +B: 2\n',
    )
    const asked = await ask([{ ask: '+CELLS?', rows: true }, { ask: '+B?' }])
    expect(asked.lines('+CELLS?')).toEqual(['+CELLS:', '1,2,3', 'LTE neighbours:', '4,5,6'])
    expect(asked.lines('+B?')).toEqual(['+B: 2'])
  })

  it('is nobody’s when it has a strange name and no rows are open', async () => {
    const { ask } = modemOf(four, [unsolicitedInside(['%STRANGE: 7', 'garbage'])])
    const asked = await ask(named)
    expect(named.map(q => asked.lines(q.ask))).toEqual([['+A: 1'], ['+B: 2'], ['+C: 3'], ['+D: 4']])
  })

  it('is shared out between two parts of one name in their order', async () => {
    const { ask } = modemOf('> AT+X=1\n< +X: one\n\n> AT+X=2\n< +X: two\n')
    const asked = await ask([{ ask: '+X=1' }, { ask: '+X=2' }])
    expect([asked.lines('+X=1'), asked.lines('+X=2')]).toEqual([['+X: one'], ['+X: two']])
  })

  it('of bare answers is told by their number; another number has each asked alone', async () => {
    const two = bare.replace('< Model', '< Model\n< second line')
    const { ask, lines } = modemOf(two)
    const asked = await ask(bares)
    expect(lines()).toEqual(['+GMI;+GMM;+GSN', '+GMI', '+GMM', '+GSN'])
    expect(bares.map(q => asked.lines(q.ask))).toEqual([
      ['Maker'],
      ['Model', 'second line'],
      ['123456789012345'],
    ])
  })
})

describe('a part that fails', () => {
  const refusing =
    (failing: readonly string[], final: string): Behaviour =>
    () => ({
      answer: part => (failing.includes(part) ? { steps: [], final, after: [], source: 0 } : undefined),
    })
  const finals = ['ERROR', '+CME ERROR: 10', 'COMMAND NOT SUPPORT'] as const

  it.each(named.map(q => q.ask))('loses only itself: %s', async failing => {
    for (const final of finals) {
      for (const silent of [[], [failing], named.map(q => q.ask)]) {
        const { ask } = modemOf(four, [refusing([failing], final)])
        const questions = named.map(q => (silent.includes(q.ask) ? { ...q, silent: true as const } : q))
        const asked = await ask(questions)
        expect(asked.missing, `${final} ${silent}`).toEqual([failing])
        for (const { ask: other } of named.filter(q => q.ask !== failing))
          expect(asked.lines(other), `${final} ${silent}`).toHaveLength(1)
      }
    }
  })

  it('loses only itself whichever fail, whichever may be silent, whichever are bare or last', async () => {
    const kinds = fc.record({
      fails: fc.boolean(),
      mute: fc.boolean(),
      silent: fc.boolean(),
      last: fc.boolean(),
      bare: fc.boolean(),
      final: fc.constantFrom(...finals),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(kinds, { minLength: 1, maxLength: 7 }), async parts => {
        const questions = parts.map((kind, i) => ({
          ...kind,
          ask: `+Q${i}${kind.bare ? '' : '?'}`,
          mute: kind.mute && kind.silent && !kind.bare,
          text: kind.bare ? `text ${i}` : `+Q${i}: ${i}`,
        }))
        const fixture = questions
          .map(q => `> AT${q.ask}\n${q.fails ? `< ${q.final}\n` : q.mute ? '' : `< ${q.text}\n`}`)
          .join('\n')
        const asked = await modemOf(fixture).ask(
          questions.map(({ ask, silent, last, bare: isBare }) => ({
            ask,
            ...(isBare ? { bare: true as const } : silent ? { silent: true as const } : {}),
            ...(last ? { last: true as const } : {}),
          })),
        )
        for (const q of questions) {
          expect(asked.lines(q.ask), `${fixture} ${q.ask}`).toEqual(q.fails ? null : q.mute ? [] : [q.text])
        }
        expect([...asked.missing].sort()).toEqual(questions.filter(q => q.fails).map(q => q.ask))
      }),
      { numRuns: 150 },
    )
  })

  it('is found with one more line where nothing before it may be silent', async () => {
    const { ask, lines } = modemOf(four, [refusing(['+B?'], 'ERROR')])
    await ask(named)
    expect(lines()).toEqual(['+A?;+B?;+C?;+D?', '+C?;+D?'])
  })

  it('among bare ones is skipped at once when it is the first', async () => {
    const { ask, lines } = modemOf(bare, [refusing(['+GMI'], 'ERROR')])
    await ask(bares)
    expect(lines()).toEqual(['+GMI;+GMM;+GSN', '+GMM;+GSN'])
  })

  it('that answers a part of its lines keeps them', async () => {
    const { ask } = modemOf('> AT+A?\n< +A: 1\n< ERROR\n')
    const asked = await ask([{ ask: '+A?' }])
    expect([asked.lines('+A?'), asked.missing]).toEqual([['+A: 1'], ['+A?']])
  })

  it('and is last keeps its error as the answer', async () => {
    const { ask } = modemOf(four, [refusing(['+D?'], '+CME ERROR: 10')])
    const asked = await ask([...named.slice(0, 3), { ask: '+D?', last: true }])
    expect(asked.answer('+D?')?.final).toMatchObject({ code: 10 })
  })
})

describe('a modem that says OK to everything and nothing else', () => {
  it('is asked AT and then the same once more, and has not answered then', async () => {
    const { ask, lines } = modemOf('> AT+A?\n\n> AT+B?\n')
    const asked = await ask([{ ask: '+A?' }, { ask: '+B?' }])
    expect(lines()).toEqual(['+A?;+B?', '', '+A?;+B?'])
    expect([asked.lines('+A?'), asked.missing]).toEqual([[], ['+A?', '+B?']])
  })

  it('to one question is asked that one once more, not again for a minute, and keeps the others', async () => {
    const { ask, lines } = modemOf('> AT+A?\n< +A: 1\n\n> AT+B?\n\n> AT+C?\n')
    const questions = [{ ask: '+A?' }, { ask: '+B?' }, { ask: '+C?', silent: true as const }]
    const asked = await ask(questions)
    expect(lines()).toEqual(['+A?;+B?;+C?', '', '+B?'])
    expect([asked.lines('+A?'), asked.missing]).toEqual([['+A: 1'], ['+B?']])
    expect((await ask(questions)).missing).toEqual(['+B?'])
    expect(lines()).toEqual(['+A?;+B?;+C?'])
  })

  it('the first time answers the second', async () => {
    const { ask } = modemOf('> AT+A?\n< +A: 1\n\n> AT+B?\n< OK\n\n> AT+B?\n< +B: 2\n')
    const asked = await ask([{ ask: '+A?' }, { ask: '+B?' }])
    expect([asked.lines('+B?'), asked.missing]).toEqual([['+B: 2'], []])
  })

  it('to a question alone or bare is asked it once more', async () => {
    const { ask, lines } = modemOf('> AT+A?\n< OK\n\n> AT+A?\n< +A: 1\n\n> AT+GMI\n')
    const asked = await ask([
      { ask: '+A?', alone: true },
      { ask: '+GMI', bare: true },
    ])
    expect([asked.lines('+A?'), asked.missing]).toEqual([['+A: 1'], ['+GMI']])
    expect(lines().filter(line => line === '+GMI')).toHaveLength(2)
  })

  it('and then refuses is not asked for ever', async () => {
    const { ask, lines } = modemOf('> AT+A?\n< OK\n\n> AT+A?\n< ERROR\n\n> AT+B?\n< +B: 2\n')
    const asked = await ask([{ ask: '+A?' }, { ask: '+B?', silent: true }])
    expect(lines().length).toBeLessThanOrEqual(5)
    expect(asked.lines('+B?')).toEqual(['+B: 2'])
  })
})

describe('news of a call in the place of an answer', () => {
  it.each(['NO CARRIER', 'BUSY', 'NO ANSWER'])('%s has the line asked once more', async news => {
    const { ask, lines } = modemOf(`${four.replace('< +B: 2', `< RING\n< ${news}`)}\n> AT+B?\n< +B: 2\n`)
    const asked = await ask(named)
    expect(named.map(q => asked.lines(q.ask))).toEqual([['+A: 1'], ['+B: 2'], ['+C: 3'], ['+D: 4']])
    expect([asked.missing, lines()]).toEqual([[], ['+A?;+B?;+C?;+D?', '', '+A?;+B?;+C?;+D?']])
  })

  it('is never remembered as a refusal', async () => {
    const twice = '> AT+A?\n< NO CARRIER\n\n> AT+A?\n< NO CARRIER\n\n> AT+A?\n< +A: 1\n'
    const { ask } = modemOf(twice)
    expect((await ask([{ ask: '+A?' }])).missing).toEqual(['+A?'])
    expect((await ask([{ ask: '+A?' }])).lines('+A?')).toEqual(['+A: 1'])
  })
})

describe('a modem that is slow, silent or gone', () => {
  it('loses the part it does not answer and nothing else', async () => {
    const { ask } = modemOf(four, [neverAnswers(/\+B\?/)])
    const asked = await ask([{ ask: '+A?' }, { ask: '+B?', alone: true, timeoutMs: 1000 }, { ask: '+C?' }])
    expect([asked.lines('+A?'), asked.lines('+B?'), asked.lines('+C?')]).toEqual([['+A: 1'], null, ['+C: 3']])
    expect(asked.missing).toEqual(['+B?'])
  })

  it('is waited for as long as the slowest question of the line says', async () => {
    const { ask } = modemOf(four, [late(4000)])
    expect(
      (
        await ask([
          { ask: '+A?', timeoutMs: 500 },
          { ask: '+B?', timeoutMs: 6000 },
        ])
      ).missing,
    ).toEqual([])
    expect((await ask([{ ask: '+C?', timeoutMs: 500 }])).missing).toEqual(['+C?'])
  })

  it('is told by heard and broken when nothing at all came', async () => {
    const { ask, clock } = modemOf(four, [neverAnswers()])
    const began = clock.now()
    const asked = await ask([...named, ...bares])
    expect([asked.heard, asked.broken?.code]).toEqual([false, 'port_silent'])
    expect(asked.missing).toEqual([...named, ...bares].map(q => q.ask))
    expect(clock.now() - began).toBeLessThanOrEqual(14_000)
  })

  it('stops in time with what it has', async () => {
    const { ask, clock } = modemOf(four, [late(3500)])
    const began = clock.now()
    const alone = named.map(q => ({ ...q, alone: true as const }))
    const asked = await ask([...alone, ...bares])
    expect(clock.now() - began).toBeLessThanOrEqual(14_000)
    expect(asked.lines('+A?')).toEqual(['+A: 1'])
    expect(asked.missing).toEqual(expect.arrayContaining(['+GMI', '+GMM', '+GSN']))
    expect(asked.missing).not.toContain('+A?')
  })

  it('keeps what was answered before the port was lost', async () => {
    const { ask } = modemOf(four, [], port => lostAfter(60, port))
    const asked = await ask(named.map(q => ({ ...q, alone: true as const })))
    expect(asked.broken?.code).toBe('port_lost')
    expect(asked.lines('+A?')).toEqual(['+A: 1'])
    expect(asked.missing).toContain('+D?')
  })

  it('passes an error on that is no failure of the modem', async () => {
    const broken = modemOf(four, [], port => ({
      ...port,
      write() {
        throw new TypeError('a mistake of ours')
      },
    }))
    await expect(broken.ask(named)).rejects.toThrow(TypeError)
    await expect(broken.ask(named)).rejects.not.toBeInstanceOf(Failure)
  })
})
