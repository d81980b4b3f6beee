import { describe, expect, test } from 'vitest'
import type { StickReply, StickRequest, StickServer } from '../world/stick/server.ts'
import { huaweiLte, huaweiStick, tclLte, tclStick, zteLte, zteStick } from '../world/stick/sticks.ts'
import { makers, stickRouter } from './stick-router.ts'

const xml = (elements: Readonly<Record<string, string>>) =>
  `<response>${Object.entries(elements)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join('')}</response>`
const failed = (code: number): StickReply => ({ body: `<error><code>${code}</code><message/></error>` })
type Changes = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A Huawei stick on LTE with other values in some answers. */
const changed = (changes: Changes): StickServer =>
  huaweiStick(
    Object.fromEntries(
      Object.entries(huaweiLte).map(([name, values]) => [name, { ...values, ...changes[name] }]),
    ),
  )

/** A Huawei stick that opens a session its own way. */
const opening =
  (begin: (request: StickRequest) => StickReply, isOurs: (request: StickRequest) => boolean): StickServer =>
  request => {
    const { target } = request
    const values = (huaweiLte as Changes)[target.slice(5)]
    if (values === undefined) return begin(request)
    return isOurs(request) ? { body: xml(values) } : failed(125_002)
  }

const infoOf = (kind: 'huawei' | 'zte' | 'tcl', server: StickServer) =>
  stickRouter(kind, server).host.call('info')

describe('a Huawei stick is read, whose firmware', () => {
  test.each<[string, StickServer]>([
    [
      'asks for no session',
      opening(
        () => failed(100_002),
        () => true,
      ),
    ],
    [
      'tells its session without its name',
      opening(
        ({ target }) =>
          target.endsWith('SesTokInfo') ? { body: xml({ SesInfo: 'abc', TokInfo: 't' }) } : failed(100_002),
        ({ headers }) => headers.cookie === 'SessionID=abc',
      ),
    ],
    [
      'sets its session with its home page, beside another cookie',
      opening(
        ({ target }) =>
          target === '/html/home.html'
            ? {
                headers: ['Set-Cookie: lang=en', 'Set-Cookie: SessionID=home; path=/'],
                body: '<html></html>',
              }
            : failed(100_002),
        ({ headers }) => headers.cookie === 'SessionID=home',
      ),
    ],
    [
      'answers JSON',
      ({ target }) => {
        const values = (huaweiLte as Changes)[target.slice(5)]
        return { body: JSON.stringify(values ?? { error: { code: 100_002, message: '' } }) }
      },
    ],
    [
      'tells that another answer is to come',
      ({ target }) => {
        const values = (huaweiLte as Changes)[target.slice(5)]
        const body = values === undefined ? '<error><code>100002</code></error>' : xml(values)
        return { raw: `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\nServer: old\n\n${body}` }
      },
    ],
  ])('%s', async (_, server) => {
    expect(await infoOf('huawei', server)).toMatchObject({
      model: 'E3372h-320',
      rat: 'lte_a',
      signal: { rsrp: -93, rssi: -65, rsrq: -9 },
      operator: { mcc: '208', mnc: '01', name: 'Orange F' },
      missing: [],
    })
  })

  test.each([
    ['&gt;=-51dBm', -51],
    ['>= -51 dBm', -51],
    ['&lt;=-113dBm', -113],
    ['-65.0dBm', -65],
    [' -65 ', -65],
    ['<![CDATA[-65dBm]]>', -65],
    ['', null],
    ['N/A', null],
    ['--', null],
    ['-', null],
    ['dBm', null],
    ['-65dBm-65dBm', null],
    [`-${'9'.repeat(400)}dBm`, null],
  ])('writes a level as %j', async (rssi, value) => {
    expect(await infoOf('huawei', changed({ 'device/signal': { rssi } }))).toMatchObject({
      signal: { rssi: value },
    })
  })

  test('is of 5G stand-alone, with its area in hexadecimal and its band among channel and width', async () => {
    const signal = {
      mode: '12',
      tac: '1A2B',
      band: '100MHz@633984(N78)',
      earfcn: '',
      rssi: '',
      dlbandwidth: '',
    }
    const status = { CurrentNetworkType: '19', CurrentNetworkTypeEx: '111' }
    const server = changed({
      'device/signal': signal,
      'monitoring/status': status,
      'net/current-plmn': { Numeric: '240075' },
    })
    expect(await infoOf('huawei', server)).toMatchObject({
      rat: 'nr_sa',
      cell: { tac: 0x1a2b },
      carriers: [{ rat: 'nr', band: 78, channel: 633_984, bandwidth_mhz: 100 }],
      operator: { mcc: '240', mnc: '075' },
    })
  })

  test('tells area and cell of 5G stand-alone with all their bits', async () => {
    const status = { ...huaweiLte['monitoring/status'], CurrentNetworkTypeEx: '111' }
    const signal = { mode: '12', tac: '590A1C', cell_id: '24356783621', nrrsrp: '-98dBm', earfcn: '' }
    expect(
      await infoOf('huawei', changed({ 'device/signal': signal, 'monitoring/status': status })),
    ).toMatchObject({
      rat: 'nr_sa',
      registration: { domain: 'c5greg', area: 0x590a1c, cell_id: 24_356_783_621 },
      cell: { tac: 0x590a1c, lac: null, cell_id: 24_356_783_621 },
      missing: [],
    })
  })

  test('tells a leg of 5G beside LTE', async () => {
    const signal = {
      nrrsrp: '-101dBm',
      nrrsrq: '-11.0dB',
      nrsinr: '>=30dB',
      nrearfcn: '633984',
      nrband: 'n78',
    }
    const status = { CurrentNetworkType: '19', CurrentNetworkTypeEx: '111' }
    expect(
      await infoOf('huawei', changed({ 'device/signal': signal, 'monitoring/status': status })),
    ).toMatchObject({
      rat: 'nr_nsa',
      carriers: [{ rat: 'lte' }, { rat: 'nr', band: 78, channel: 633_984, rsrp: -101, sinr: 30 }],
    })
  })

  test('leaves every level empty, and none is made up', async () => {
    const names = ['rsrp', 'rsrq', 'rssi', 'sinr', 'band', 'earfcn', 'pci']
    const signal = Object.fromEntries(names.map(name => [name, '']))
    expect(
      await infoOf('huawei', changed({ 'device/signal': { ...signal, psatt: '1', lte_bandinfo: '3' } })),
    ).toMatchObject({ rat: 'lte_a', signal: { rsrp: null, rssi: null }, cell: { cell_id: 51_700_236 } })
  })

  test.each([
    ['2', 'ready'],
    ['3', 'ready'],
    ['4', 'failure'],
    ['240', 'ready'],
    ['255', 'absent'],
  ])('tells its card as %s', async (SimStatus, state) => {
    expect(await infoOf('huawei', changed({ 'monitoring/status': { SimStatus } }))).toMatchObject({
      sim: { state },
    })
  })

  test('names its operator with signs of HTML and of control: they stay text on one line', async () => {
    const FullName = '&lt;script&gt;alert(1)&lt;/script&gt;&#10;&#27;[31m'
    const { operator } = (await infoOf('huawei', changed({ 'net/current-plmn': { FullName } }))) as {
      operator: { name: string }
    }
    expect(operator.name).toBe('<script>alert(1)</script> [31m')
  })

  test('answers with its page for people: that is no identity, and is not kept as one', async () => {
    let isPage = true
    const server = huaweiStick()
    const { host } = stickRouter('huawei', request =>
      isPage && request.target.startsWith('/api/device/')
        ? { body: '<html><head><title>Login</title></head><body><p>Password</p></body></html>' }
        : server(request),
    )
    expect(await host.call('info')).toMatchObject({ imei: null, firmware: null })
    isPage = false
    expect(await host.call('info', { max_age: 0 })).toMatchObject({ imei: '867569040123529' })
  })
})

describe('an order', () => {
  test.each(makers)('is not taken for done where a page for people comes for an answer: %s', async kind => {
    const servers = { huawei: huaweiStick(), zte: zteStick(), tcl: tclStick() } as const
    const isOrder = ({ method, body, target }: StickRequest) =>
      kind === 'tcl' ? target.includes('SetDeviceReboot') : method === 'POST' && body.length > 0
    const { host } = stickRouter(kind, request =>
      isOrder(request) ? { body: '<html><title>Login</title><p>Log in</p></html>' } : servers[kind](request),
    )
    expect(await host.call('restart')).toHaveProperty('error')
  })
})

describe('a ZTE stick', () => {
  test.each([
    ['modem_init_complete', 'ready'],
    ['modem_sim_undetected', 'absent'],
    ['modem_waitpin', 'pin_required'],
    ['modem_waitpuk', 'puk_required'],
    ['modem_sim_destroy', 'failure'],
    ['modem_imsi_waitnck', 'locked_to_network'],
    ['modem_undetected', 'unknown'],
  ])('that says %s has a card that is %s', async (modem_main_state, state) => {
    expect(await infoOf('zte', zteStick({ ...zteLte, modem_main_state }))).toMatchObject({ sim: { state } })
  })

  test('that sets its session beside another cookie, and writes its seed in small letters, is entered', async () => {
    const { zteRouter } = await import('../world/stick/routers.ts')
    const inner = zteRouter({ isLocked: true })
    const server: StickServer = request => {
      const reply = inner(request)
      if (reply === null || 'raw' in reply) return reply
      const headers = (reply.headers ?? []).flatMap(each => ['Set-Cookie: lang=de', each])
      return { ...reply, headers, body: reply.body.replace('"ABCDEF"', '"abcdef"') }
    }
    const { host } = stickRouter('zte', server, undefined, { password: 'secret' })
    expect(await host.call('info')).toMatchObject({ rat: 'lte' })
  })
})

describe('a TCL stick', () => {
  const network = { ...tclLte.GetNetworkInfo, NetworkType: undefined }
  test.each([
    [3, 'hspa'],
    [4, 'hsupa'],
    [5, 'umts'],
    [8, 'lte'],
    [9, 'lte_a'],
    [13, 'lte'],
    [14, 'lte'],
    [16, 'nr_nsa'],
  ])('tells its technology by %i: %s', async (NetworkType, rat) => {
    const status = { ...tclLte.GetSystemStatus, NetworkType }
    expect(
      await infoOf('tcl', tclStick({ ...tclLte, GetSystemStatus: status, GetNetworkInfo: network })),
    ).toMatchObject({ rat })
  })

  test.each([
    ['at home, by the numbers of network and card', { PLMN: '20801' }, 0, 'home'],
    ['abroad, by the numbers of network and card', { PLMN: '26001' }, 1, 'roaming'],
    ['abroad, by its flag', { PLMN: '' }, 0, 'roaming'],
    ['at home, by its flag', { PLMN: '' }, 1, 'home'],
    ['with another operator of the country, by its flag', { PLMN: '20810' }, 0, 'roaming'],
    ['with another number of its operator, by its flag', { PLMN: '20810' }, 1, 'home'],
  ])('is %s', async (_, change, Roaming, state) => {
    const server = tclStick({
      ...tclLte,
      GetSystemStatus: { ...tclLte.GetSystemStatus, Roaming },
      GetNetworkInfo: { ...tclLte.GetNetworkInfo, ...change },
    })
    expect(await infoOf('tcl', server)).toMatchObject({ registration: { state } })
  })

  test.each([
    [0, 'absent'],
    [2, 'pin_required'],
    [3, 'puk_required'],
    [4, 'locked_to_network'],
    [5, 'failure'],
    [6, 'failure'],
    [7, 'ready'],
    [11, 'busy'],
  ])('tells its card by %i: %s', async (SIMState, state) => {
    expect(await infoOf('tcl', tclStick({ ...tclLte, GetSimStatus: { SIMState } }))).toMatchObject({
      sim: { state },
    })
  })
})

describe('a stick that answers over https alone', () => {
  test.each(makers)('says so when something is ordered of it: %s', async kind => {
    const { host, places } = stickRouter(kind, () => ({
      status: 301,
      headers: ['Location: HTTPS://192.168.8.1/'],
      body: '',
    }))
    expect(await host.call('info')).toMatchObject({ port_state: 'silent', rat: null })
    expect(await host.call('messages')).toMatchObject({
      error: 'port_silent',
      message: expect.stringContaining('https'),
    })
    expect(new Set(places)).toEqual(new Set(['192.168.8.1']))
  })
})
