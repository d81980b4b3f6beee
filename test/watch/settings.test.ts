import { describe, expect, test } from 'vitest'
import { watchOptions } from '../../src/contract/watch-options.ts'
import { policies } from '../../src/watch/policies.ts'
import { readPlans } from '../../src/watch/settings.ts'
import { createHost } from '../world/memory/host.ts'

const plansOf = (text: string) => readPlans(createHost([], { uci: { modem: text } }).platform.files, policies)

const planOf = (options: string) => plansOf(`config watch\n${options}`).plans[0]

describe('A section of type watch', () => {
  test('is needed: without one nothing is watched', () => {
    expect(plansOf("config modem 'lte'\n\toption path '1-1'\n")).toEqual({ plans: [], refused: [] })
    expect(plansOf("config watch\n\toption enabled '0'\n").plans).toEqual([])
  })

  test('needs no option', () => {
    expect(planOf('')).toMatchObject({
      modem: null,
      interval: 30,
      hosts: ['1.1.1.1', '8.8.8.8'],
      power_line: null,
      caps: { hardware_per_hour: 3, hardware_per_day: 12, reboots_per_day: 3 },
      mistakes: [],
    })
  })

  test('takes its options, lists as lists or as words', () => {
    const options = "\toption interval '10'\n\tlist hosts '9.9.9.9'\n\tlist hosts '2620:fe::9'\n"
    expect(planOf(options)).toMatchObject({ interval: 10, hosts: ['9.9.9.9', '2620:fe::9'], mistakes: [] })
    expect(planOf("\toption hosts '-'\n")).toMatchObject({ hosts: [], mistakes: [] })
  })

  test('has options that each are read by somebody, and no other is read', () => {
    const read = new Set(policies.flatMap(({ options }) => options))
    const known = watchOptions.map(({ name }) => name)
    const own = ['enabled', ...Object.keys(planOf('') ?? {}), ...Object.keys(planOf('')?.caps ?? {})]
    expect([...read].filter(name => !known.includes(name))).toEqual([])
    expect(known.filter(name => !read.has(name) && !own.includes(name))).toEqual([])
  })

  test.each([
    ['number', 'interval', 'soon'],
    ['number within bounds', 'interval', '1'],
    ['number within bounds', 'hardware_per_hour', '99'],
    ['address', 'hosts', 'example.org; reboot'],
    ['address', 'hosts', '-I lo'],
    ['name of a line', 'power_line', '../../../etc/passwd'],
    ['name of a line', 'power_line', 'gpio483'],
    ['yes or no', 'reboot', 'maybe'],
  ])('takes nothing that is no %s: option %s %s', (_, name, value) => {
    const usual = planOf('')
    const plan = planOf(`\toption ${name} '${value}'\n`)
    expect(plan?.mistakes).toEqual([expect.stringContaining(`modem.@watch[0]: ${name} must be `)])
    expect({ ...plan, mistakes: [], concerns: [] }).toEqual({ ...usual, concerns: [] })
  })

  test('is told what it does not know, with the name that is meant', () => {
    expect(planOf("\toption intervall '10'\n")?.mistakes).toEqual([
      'modem.@watch[0]: there is no option intervall in a section watch; interval is meant, perhaps',
    ])
  })

  test('that names no modem properly is not followed, nor a second one for the same modem', () => {
    const wrong = plansOf("config watch\n\toption modem 'a b'\n")
    expect(wrong.plans).toEqual([])
    expect(wrong.refused).toEqual([expect.stringContaining('modem must be the name of a modem, not a b')])
    const twice = plansOf('config watch\n\nconfig watch\n')
    expect([twice.plans.length, twice.refused]).toEqual([
      1,
      ['modem.@watch[1]: modem.@watch[0] is for the only modem and holds'],
    ])
  })
})
