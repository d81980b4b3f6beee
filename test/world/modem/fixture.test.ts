import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CorpusCase, fromCorpusCase } from './corpus.ts'
import { parseFixture, readFixture, renderFixture } from './fixture.ts'
import { addReply, emptyScript, isFinal, type ModemScript, type Step, splitParts } from './script.ts'

/** A script without what rendering may change: places in the file. */
const plain = ({ used: _, ...script }: ModemScript) => ({
  ...script,
  accept: script.accept.map(String),
  entries: [...script.entries].map(([key, entry]) => [
    key,
    entry.command,
    entry.replies.map(({ source: _source, ...answer }) => answer),
  ]),
})

describe('a fixture', () => {
  it('describes the modem in its header', () => {
    const script = parseFixture(
      [
        '# a comment',
        '@usb 2CB7:0a05 "Fibocom Wireless Inc." "FG621 \\"x\\" Module"',
        '@port ttyUSB0 3',
        '@net eth1 cdc_ncm',
        '@board zte,mf286d',
        '@echo off',
        '@unknown COMMAND NOT SUPPORT',
        '@accept ^\\+GTACT=',
        '@accept ^\\+CFUN=',
      ].join('\r\n'),
    )
    expect(script.device).toEqual({
      bus: 'usb',
      id: '2cb7:0a05',
      manufacturer: 'Fibocom Wireless Inc.',
      product: 'FG621 "x" Module',
    })
    expect(script.port).toEqual({ name: 'ttyUSB0', interface: 3 })
    expect(script.net).toEqual({ name: 'eth1', driver: 'cdc_ncm' })
    expect(script.board).toBe('zte,mf286d')
    expect(script.echo).toBe(false)
    expect(script.unknown).toBe('COMMAND NOT SUPPORT')
    expect(script.accept.map(pattern => pattern.test('+gtact=10'))).toEqual([true, false])
    expect(parseFixture('@pci 105b:e0b0\n@port wwan0at0\n@silent')).toMatchObject({
      device: { bus: 'pci', id: '105b:e0b0', product: null },
      port: { name: 'wwan0at0', interface: null },
      silent: true,
    })
  })

  it('keeps blanks inside of lines, empty lines, silence, unsolicited lines and what follows the final result', () => {
    const script = parseFixture('> at+QTEMP\n<   a b  \n<\n~ 200\n! RING\n< OK\n! +QTEMP: 40\n')
    expect(script.entries.get('+QTEMP')?.replies).toEqual([
      {
        steps: [{ line: '  a b  ' }, { line: '' }, { silence: 200 }, { unsolicited: 'RING' }],
        final: 'OK',
        after: [{ unsolicited: '+QTEMP: 40' }],
        source: 1,
      },
    ])
  })

  it.each([
    'ERROR',
    '+CME ERROR: 10',
    '+CME ERROR: SIM not inserted',
    '+CMS ERROR: 310',
    'NO CARRIER',
    'COMMAND NOT SUPPORT',
    'GO AWAY',
  ])('takes %s as a final result', final => {
    const script = parseFixture(`@unknown GO AWAY\n> AT+X\n< +X: 1\n< ${final}`)
    expect(script.entries.get('+X')?.replies[0]).toMatchObject({ steps: [{ line: '+X: 1' }], final })
  })

  it.each([
    ['AT+X', 1, 'a line begins with'],
    [' > AT+X', 1, 'a line begins with'],
    ['> +X', 1, 'begins with AT'],
    ['> AT+X;+Y', 1, 'one command per block'],
    ['< OK', 1, 'before the first command'],
    ['> AT+X\n< OK\n< +X: 1', 3, 'ended with OK'],
    ['> AT+X\n~ soon', 2, 'number of milliseconds'],
    ['> AT+X\n!', 2, 'has text'],
    ['@ubs 1:2', 1, 'there is no @ubs'],
    ['@usb 2cb7', 1, 'does not read like'],
    ['@usb 2cb7:0a05 Fibocom', 1, 'does not read like'],
    ['@usb 2cb7:0a05 "a\\x"', 1, 'does not read like'],
    ['@usb 2cb7:0a05\n@pci 2cb7:0a05', 2, 'twice'],
    ['@accept (', 1, 'does not read like'],
    ['@echo maybe', 1, 'does not read like'],
    ['@toString x', 1, 'there is no'],
    ['> AT\n@silent', 2, 'before the first command'],
  ])('refuses %j and names line %i', (text, line, words) => {
    expect(() => parseFixture(text, 'some.at')).toThrow(new RegExp(`^some\\.at:${line}: .*${words}`))
  })

  it('reports every mistake at once', () => {
    expect(() => parseFixture('@x\n> Y\n~ z', 'a.at')).toThrow(/^a\.at:1: .*\na\.at:2: .*\na\.at:3: .*$/)
  })

  it('reads back the same from what renderFixture writes, whatever the script', () => {
    const text = fc.stringMatching(/^[ -~é]*$/)
    const line = text.filter(one => one.trim() !== '>' && !isFinal(one, emptyScript('')))
    const step: fc.Arbitrary<Step> = fc.oneof(
      line.map(one => ({ line: one })),
      text.filter(one => one.trim() !== '').map(one => ({ unsolicited: one })),
      fc.nat({ max: 9_999_999 }).map(silence => ({ silence })),
      fc.constant({ prompt: true } as const),
    )
    const quiet = step.filter(one => 'unsolicited' in one || 'silence' in one)
    const answer = fc.record({
      steps: fc.array(step),
      final: fc.constantFrom('OK', 'ERROR', '+CME ERROR: 10', 'NO CARRIER'),
      after: fc.array(quiet),
      source: fc.constant(0),
    })
    const command = fc
      .stringMatching(/^[+^$!#*][A-Z0-9]+(=\?|\?|="[a-z;]*",[0-9]+)?$/)
      .filter(one => splitParts(one).length === 1)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(command, answer)),
        fc.constantFrom('ERROR', 'COMMAND NOT SUPPORT', '+CME ERROR: 4'),
        fc.boolean(),
        fc.constantFrom(null, [null, null], ['', null], ['A "b" \\\t\u0001', null], ['', 'P'], ['M', 'P']),
        (blocks, unknown, echo, names) => {
          const script = { ...emptyScript('x'), unknown, echo, accept: [/^\+A=/i] }
          const given = names && { manufacturer: names[0] ?? null, product: names[1] ?? null }
          if (given) script.device = { bus: 'usb', id: '1209:0001', ...given }
          for (const [name, one] of blocks) addReply(script, name, one)
          expect(plain(parseFixture(renderFixture(script), 'x'))).toEqual(plain(script))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('refuses to write what it could not read back', () => {
    for (const line of ['OK', 'two\nlines', '>']) {
      const script = emptyScript('x')
      addReply(script, '+X', { steps: [{ line }], final: 'OK', after: [], source: 0 })
      expect(() => renderFixture(script)).toThrow('has no form in a fixture')
    }
    const script = emptyScript('x')
    addReply(script, '+X', { steps: [{ unsolicited: ' ' }], final: 'OK', after: [], source: 0 })
    expect(() => renderFixture(script)).toThrow('has no form in a fixture')
  })
})

describe('a command line', () => {
  it.each([
    ['+A;+B?;+C', ['+A', '+B?', '+C']],
    ['+A="x;y",1;+B', ['+A="x;y",1', '+B']],
    ['+A="x;y', ['+A="x;y']],
    ['E0+CSQ;+B', ['E0', '+CSQ', '+B']],
    ['E1', ['E1']],
    ['E', ['E']],
    [';;+A; ;', ['+A']],
    ['', []],
  ])('%j has the parts %j', (command, parts) => {
    expect(splitParts(command)).toEqual(parts)
  })
})

describe('a corpus case', () => {
  it('becomes a script with delays, finals and successive answers', () => {
    const script = fromCorpusCase({
      name: 'one',
      usb: { vid: '2CB7', pid: '0a05', manufacturer: '', product: 'P' },
      port: 'ttyUSB0',
      if: 3,
      net: { name: 'eth1', driver: 'cdc_ncm' },
      echo: false,
      unknown: 'NO',
      at: {
        '+A': 'x\n\ny',
        '+B': '',
        '+C': { lines: 'z', final: '+CME ERROR: 10', delay: 40 },
        '+D': ['1', { final: 'ERROR' }],
      },
      accept: ['^\\+E='],
    })
    expect(plain(script)).toEqual({
      name: 'one',
      device: { bus: 'usb', id: '2cb7:0a05', manufacturer: null, product: 'P' },
      port: { name: 'ttyUSB0', interface: 3 },
      net: { name: 'eth1', driver: 'cdc_ncm' },
      board: null,
      echo: false,
      unknown: 'NO',
      silent: false,
      accept: ['/^\\+E=/i'],
      entries: [
        ['+A', '+A', [{ steps: [{ line: 'x' }, { line: '' }, { line: 'y' }], final: 'OK', after: [] }]],
        ['+B', '+B', [{ steps: [], final: 'OK', after: [] }]],
        ['+C', '+C', [{ steps: [{ silence: 40 }, { line: 'z' }], final: '+CME ERROR: 10', after: [] }]],
        [
          '+D',
          '+D',
          [
            { steps: [{ line: '1' }], final: 'OK', after: [] },
            { steps: [], final: 'ERROR', after: [] },
          ],
        ],
      ],
    })
  })

  const corpus = fileURLToPath(new URL('../../../../shared/corpus/cases/', import.meta.url))
  it.skipIf(!existsSync(corpus))(
    'of every kind survives the way through a fixture (where ../shared/corpus exists)',
    () => {
      const files = readdirSync(corpus)
      expect(files.length).toBeGreaterThan(0)
      const lost = files.filter(file => {
        const script = fromCorpusCase(JSON.parse(readFileSync(corpus + file, 'utf8')) as CorpusCase, file)
        return (
          JSON.stringify(plain(parseFixture(renderFixture(script), file))) !== JSON.stringify(plain(script))
        )
      })
      expect(lost).toEqual([])
    },
  )
})

describe('the fixtures of this project', () => {
  const fixtures = new URL('../../fixtures/', import.meta.url)
  const files = readdirSync(fixtures, { recursive: true })
    .map(String)
    .filter(file => file.endsWith('.at'))

  it.each(files)('%s can be read, names its modem and is written back the same', file => {
    const script = readFixture(fileURLToPath(new URL(file, fixtures)))
    expect(script.device).not.toBeNull()
    expect(script.port).not.toBeNull()
    expect(script.silent || script.entries.size > 0).toBe(true)
    expect(plain(parseFixture(renderFixture(script), script.name))).toEqual(plain(script))
  })
})
