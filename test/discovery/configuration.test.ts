import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { configuration } from '../../src/contract/configuration.ts'
import { nearest } from '../../src/contract/nearest.ts'
import { fits } from '../../src/contract/option-rule.ts'
import { configurationMistakes, mistakePhrases, mistakesAmong } from '../../src/discovery/configuration.ts'
import { parseUci } from '../../src/discovery/uci.ts'
import { createHost, repository } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { everySlip } from './slips.ts'

const rules = configuration.flatMap(({ type, options }) =>
  options.map(option => [type, option.name, option] as const),
)
const mistakes = (text: string) => configurationMistakes(parseUci(text))
const watch = (line: string) => `config watch\n\t${line}\n`
const modem = (...lines: string[]) =>
  `config modem 'lte'\n\toption path '1-1'\n${lines.map(line => `\t${line}\n`).join('')}`

describe('the table of /etc/config/modem', () => {
  test.each(rules)('the example of %s.%s is one that may be', (_type, _name, rule) => {
    const values = [rule.example, rule.values ?? [], rule.usual ?? []].flat()
    expect(values.filter(value => !fits(rule, value))).toEqual([])
    expect([rule.example].flat().length).toBeLessThanOrEqual(rule.most ?? Infinity)
  })

  it('gives an example that has no mistake once its comments are taken away', () => {
    const text = readFileSync(join(repository, 'rpcd/modem.config'), 'utf8')
    expect(parseUci(text)).toEqual([])
    const sections = parseUci(text.replace(/^#(?=config|\t(?:option|list))/gm, ''))
    expect(sections.map(({ type }) => type)).toEqual(configuration.map(({ type }) => type))
    expect(configurationMistakes(sections)).toEqual([])
    const named = sections.flatMap(({ type, options }) => Object.keys(options).map(name => [type, name]))
    expect(named.sort()).toEqual(rules.map(([type, name]) => [type, name]).sort())
  })
})

describe('a mistake in /etc/config/modem', () => {
  it.each([
    ['list lte_bands', modem("list lte_bands '3'"), 'modem.lte', 'bands_lte is meant'],
    ['a slip of the pen', modem("option mdoe 'lte'"), 'modem.lte', 'mode is meant'],
    ['capitals', modem("option Network 'wwan'"), 'modem.lte', 'network is meant'],
    ['an option of the other section', modem("option apn 'internet'"), 'modem.lte', 'there is no option apn'],
    ['an unknown type', "config modems 'x'\n", 'modem.x', 'modem is meant'],
    [
      'one like nothing there is',
      'config greenhouse\n',
      'modem.@greenhouse[0]',
      'known are: modem, card, mqtt, watch',
    ],
    ['a value that is none', modem("option mode 'fast'"), 'modem.lte', 'mode must be one of auto, gsm'],
    ['a band that is none', modem("option bands_lte '3 b7'"), 'modem.lte', 'not b7'],
    [
      'a section for no modem',
      "config modem\n\toption mode 'lte'\n",
      'modem.@modem[0]',
      'neither option path',
    ],
    [
      'a PIN for any modem',
      "config modem 'a'\n\toption port '/dev/ttyUSB0'\n\toption pin '1234'\n",
      'modem.a',
      'pin needs',
    ],
    [
      'a card without its number',
      "config card 'b'\n\toption apn 'x'\n",
      'modem.b',
      'option iccid is missing',
    ],
    [
      'a kind of address alone',
      "config card 'b'\n\toption iccid '894921'\n\toption ip_type 'ip'\n",
      'modem.b',
      'ip_type needs option apn',
    ],
    [
      'two sections for a card',
      "config card 'a'\n\toption iccid '894921'\nconfig card 'b'\n\toption iccid '894921'\n",
      'modem.b',
      'modem.a is for the same card',
    ],
    ['a slip in what the watch does', watch("option intervall '10'"), 'modem.@watch[0]', 'interval is meant'],
    ['words in another order', watch("option at_restart '04:30'"), 'modem.@watch[0]', 'restart_at is meant'],
    [
      'a number beyond what may be',
      watch("option interval '1'"),
      'modem.@watch[0]',
      'interval must be 5 to 300 seconds, not 1',
    ],
    [
      'a time that is none',
      watch("option restart_at '25:00'"),
      'modem.@watch[0]',
      'restart_at must be a time like',
    ],
    ['a host by its name', watch("list hosts 'example.org'"), 'modem.@watch[0]', 'hosts must be addresses'],
    [
      'too many of a list',
      watch("option hosts '1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5'"),
      'modem.@watch[0]',
      'hosts takes at most 4',
    ],
    [
      'a limit that is none',
      "config card 'b'\n\toption iccid '894921'\n\toption traffic_limit '5GB'\n",
      'modem.b',
      'traffic_limit must be 1 to',
    ],
    [
      'two watches of one modem',
      `${watch('')}config watch 'w'\n`,
      'modem.w',
      'modem.@watch[0] is for the only modem',
    ],
  ])('is told: %s', (_, text, where, words) => {
    const told = mistakes(text)
    expect(told).toHaveLength(1)
    expect(told[0]?.startsWith(`${where}: `)).toBe(true)
    expect(told[0]).toContain(words)
  })

  it('is told by each phrase there is, and by no other', () => {
    const said = new Set(mistakesAmong(everySlip).map(({ phrase }) => phrase.text))
    expect([...said].sort()).toEqual([...mistakePhrases()].sort())
  })

  it('is no second watch where one of the two is switched off, or for another modem', () => {
    expect(mistakes(`${watch("option enabled '0'")}config watch 'w'\n`)).toEqual([])
    expect(mistakes(`${watch("option modem 'a'")}config watch\n\toption modem 'b'\n`)).toEqual([])
  })

  it('never shows a PIN or the number of a card, whatever is wrong with it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('pin', 'iccid', 'pins', 'icid'),
        fc.stringMatching(/^\d{9,22}x$/),
        (name, value) => {
          const text = modem(`option ${name} '${value}'`)
          const told = [...mistakes(text), JSON.stringify(mistakesAmong(parseUci(text)))].join('\n')
          expect(told).toContain(name)
          expect(told).not.toContain(value.slice(0, 6))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('is told by list, apply and the doctor', async () => {
    const text = modem("list lte_bands '3'")
    const host = createHost([{ script: fg621() }], { uci: { modem: text } })
    const [told] = mistakes(text)
    expect(await host.call('list')).toMatchObject({
      warnings: [told],
      mistakes: [
        {
          section: 'lte',
          text: 'there is no option {option} in a section {type}; {name} is meant, perhaps',
          values: { option: 'lte_bands', type: 'modem', name: 'bands_lte' },
        },
      ],
    })
    expect(await host.call('apply')).toMatchObject({ steps: [], warnings: [told] })
    expect(await host.call('doctor')).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({ check: 'configuration_wrong', what: told }),
      ]),
    })
  })
})

test.each(configuration.map(({ type, options }) => [type, options.map(({ name }) => name)] as const))(
  'the nearest name of a section %s is found by its letters, whatever the order of its words',
  (_type, names) => {
    for (const name of names) {
      expect(nearest(name.toUpperCase(), names)).toBe(name)
      expect(nearest(`${name}x`, names)).toBe(name)
      expect(nearest(name.split('_').reverse().join('_'), names)).toBe(name)
    }
    expect(nearest('refrigerator', names)).toBeNull()
  },
)
