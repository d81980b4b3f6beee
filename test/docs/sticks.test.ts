import { describe, expect, test } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { configurationMistakes } from '../../src/discovery/configuration.ts'
import { option, parseUci } from '../../src/discovery/uci.ts'
import { type Maker, makers, overStick, stickRouter } from '../modem/stick-router.ts'
import { huaweiRouter } from '../world/stick/huawei-router.ts'
import { tclRouter, zteRouter } from '../world/stick/routers.ts'
import { readPage, section } from './page.ts'

const page = readPage('docs/sticks.md')
const make = { huawei: () => huaweiRouter(), zte: () => zteRouter(), tcl: () => tclRouter() } as const
const titles = { huawei: 'Huawei', zte: 'ZTE', tcl: 'TCL' } as const

/** The cells of the rows of the table under a heading whose first column has this name. */
function rowsOf(heading: string, first: string): string[][] {
  const tables = section(page, heading).split('\n\n')
  const table = tables.find(text => text.startsWith(`| ${first} |`)) ?? ''
  return table
    .trim()
    .split('\n')
    .map(line =>
      line
        .slice(1, -1)
        .split('|')
        .map(cell => cell.trim()),
    )
}
const words = (rows: readonly string[][]) => rows.slice(2).map(([name = '']) => name.replaceAll('`', ''))

describe('the page about sticks', () => {
  test('names states and logins that there are, every login among them', () => {
    const text = JSON.stringify(schemas)
    const states = words(rowsOf('## Setting one up', 'status'))
    expect(states.filter(word => !text.includes(`"${word}"`))).toEqual([])
    const logins = words(rowsOf('## The login', 'login'))
    expect(logins).toEqual([
      'needed',
      'refused',
      'unanswered',
      'elsewhere',
      'locked',
      'failed',
      'unsupported',
    ])
    expect(logins.filter(word => !text.includes(`"${word}"`))).toEqual([])
  })

  test('shows a configuration that is sound, and with which a stick is entered', async () => {
    const [, text = ''] = /```\n(config modem[\s\S]*?)```/.exec(page) ?? []
    const sections = parseUci(text)
    expect(configurationMistakes(sections)).toEqual([])
    const server = huaweiRouter({
      password: option(sections[0], 'password') ?? '',
      locked: path => path !== 'user/state-login',
    })
    const { host } = stickRouter('huawei', server)
    host.nodes.set('/etc/config/modem', { text })
    expect(await host.call('info')).toMatchObject({ modem: 'stick', rat: 'lte_a' })
  })

  test.each(makers)('counts the requests of a refresh: %s', async maker => {
    const rows = rowsOf('## What is asked', 'maker').slice(2)
    const wanted = rows.find(([name = '']) => name.includes(titles[maker]))?.[2]
    const { host, log } = stickRouter(maker, make[maker](), [overStick('192.168.8.1')], {
      password: 'secret',
    })
    await host.call('info')
    log.length = 0
    await host.call('info', { max_age: 0 })
    expect(String(log.length)).toBe(wanted)
  })

  const [head = [], , ...methods] = rowsOf('## What can be changed', 'method')
  const tries: Readonly<Record<string, object>> = {
    set_modes: { mode: 'lte' },
    set_bands: { rat: 'lte', bands: [3] },
    set_autoconnect: { enabled: true },
    restart: {},
    unlock_sim: { pin: '1234' },
    set_sim_lock: { enabled: true, pin: '1234' },
    change_pin: { pin: '1234', new_pin: '4321' },
    messages: {},
    send_message: { to: '+48600', text: 'x' },
  }
  const columns = head
    .slice(1)
    .map((title, nth) => [makers.find(each => titles[each] === title) ?? 'huawei', nth + 1] as const)
  const cases = methods.flatMap(row =>
    columns.map(([maker, at]) => [row[0]?.replaceAll('`', '') ?? '', maker, row[at] ?? ''] as const),
  )

  test.each(cases.filter(([method]) => method in tries))(
    'tells what can be changed: %s of %s: %s',
    async (method, maker, word) => {
      const server = make[maker as Maker]()
      if (method === 'unlock_sim') {
        const { state } = server as { state: { sim?: unknown; values?: Record<string, unknown> } }
        if (maker === 'huawei') state.sim = '260'
        else if (maker === 'zte') Object.assign(state.values ?? {}, { modem_main_state: 'modem_waitpin' })
        else Object.assign(state.sim ?? {}, { SIMState: 2 })
      }
      const { host } = stickRouter(maker, server, [overStick('192.168.8.1')], { password: 'secret' })
      const reply = await host.call(method, tries[method])
      expect('error' in reply, JSON.stringify(reply)).toBe(word === 'no')
    },
  )
})
