import { describe, expect, it } from 'vitest'
import { hostWith, interfaceOf, programOf } from '../world/manager/host.ts'
import { createUmbim, lockedCard, type UmbimOptions } from '../world/manager/umbim.ts'
import { registrationText, subscriberText } from '../world/manager/umbim-texts.ts'
import { mistakesOf } from '../world/memory/modems.ts'

const sierra = { id: '1199:9079', product: 'Sierra Wireless EM7455 Qualcomm Snapdragon X7 LTE-A' }
const live = interfaceOf('mbim', { up: true, l3_device: 'wwan0' })
const stopped = interfaceOf('mbim', { autostart: false })

function world(options: UmbimOptions, around: ReturnType<typeof interfaceOf> | object = {}) {
  const umbim = createUmbim(options)
  const host = hostWith(sierra, { ...around, programs: { umbim: programOf(umbim) } })
  return { umbim, host, info: () => host.call('info', { max_age: 0 }) }
}

describe('a modem without an AT port, in MBIM', () => {
  it('is read by umbim where nobody else has its session, which is closed again', async () => {
    const { umbim, info } = world({})
    const told = await info()
    expect(mistakesOf('info', told)).toBe('')
    expect(told).toMatchObject({
      port: '/dev/cdc-wdm0',
      port_state: 'ok',
      ways: ['mbim'],
      imei: '359072060012345',
      firmware: 'SWI9X30C_02.24.05.06',
      sim: { state: 'ready', imsi: '262011234567890', iccid: '89490200001234567890' },
      registration: { state: 'home', domain: 'cereg' },
      operator: { name: 'Telekom.de', mcc: '262', mnc: '01' },
      rat: 'lte',
    })
    expect(umbim.wire).toEqual(['OPEN', 'caps', 'subscriber', 'registration', 'CLOSE'])
  })

  it('is read the same where its interface was stopped', async () => {
    const { umbim, info } = world({}, stopped)
    expect(await info()).toMatchObject({ ways: ['mbim'], registration: { state: 'home' } })
    expect(umbim.wire.at(-1)).toBe('CLOSE')
  })

  it('is read beside the connection of netifd without OPEN and CLOSE, by what netifd has asked before', async () => {
    const { umbim, info } = world({ isLive: true }, live)
    expect(await info()).toMatchObject({ ways: ['mbim'], sim: { imsi: '262011234567890' } })
    expect(umbim.wire).toEqual(['caps', 'subscriber', 'registration'])
    expect(await info()).toMatchObject({ ways: ['mbim'], registration: { state: 'home' } })
    expect(umbim.wire.slice(3)).toEqual(['registration'])
    expect([umbim.harm, umbim.isLive]).toEqual([[], true])
  })

  it('gives every question a number of its own, above those of netifd', async () => {
    const { host, info } = world({ isLive: true }, live)
    await info()
    await info()
    const numbers = host.processes
      .filter(([name]) => name === 'umbim')
      .map(argv => Number(argv[argv.indexOf('-t') + 1]))
    expect(numbers).toHaveLength(4)
    expect(new Set(numbers).size).toBe(4)
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(1000)
  })

  it('is asked nothing more beside a connection once it has failed there', async () => {
    const { umbim, host, info } = world({ isLive: true, answers: { registration: 'hangs' } }, live)
    await info()
    const before = umbim.wire.length
    host.clock.advance(61_000)
    expect(await info()).toMatchObject({ port_state: 'busy' })
    expect(umbim.wire).toHaveLength(before)
    expect(umbim.harm).toEqual([])
  })

  it.each([
    ['is being set up', { pending: true }],
    ['may be set up at any moment', {}],
  ])('is left alone while its interface %s', async (_what, state) => {
    const { umbim, info } = world({}, interfaceOf('mbim', state))
    expect(await info()).toMatchObject({
      port_state: 'busy',
      port: '/dev/cdc-wdm0',
      registration: { state: 'unknown' },
    })
    expect(umbim.wire).toEqual([])
  })

  it('is left alone while netifd does not answer', async () => {
    const { umbim, info } = world({}, { ...live, dump: null })
    expect(await info()).toMatchObject({ port_state: 'busy' })
    expect(umbim.wire).toEqual([])
  })

  it('is left alone while another program has its node', async () => {
    const { umbim, host, info } = world({})
    host.nodes.set('/proc/77/fd/5', { link: '/dev/cdc-wdm0' })
    host.nodes.set('/proc/77/comm', { text: 'quectel-CM\n' })
    expect(await info()).toMatchObject({ port_state: 'busy' })
    expect(umbim.wire).toEqual([])
  })

  it('stops at once where netifd begins to set it up between two questions', async () => {
    const dump = {
      interface: 'wan',
      up: false,
      pending: false,
      available: true,
      autostart: false,
      proto: 'mbim',
    }
    const around = { ...interfaceOf('mbim', {}), dump: [dump] }
    const { umbim, info } = world(
      { before: () => Object.assign(dump, { pending: true, autostart: true }) },
      around,
    )
    await info()
    expect(umbim.wire).toEqual(['OPEN', 'caps'])
  })

  it.each([
    [
      'no card',
      {
        subscriber: subscriberText('0002 - sim-not-inserted', { simiccid: '(null)', subscriberid: '(null)' }),
      },
      'absent',
    ],
    ['a card that waits for its PIN', lockedCard(), 'pin_required'],
    ['a card that waits for its PUK', lockedCard('11 - puk1', 10), 'puk_required'],
  ])('tells %s', async (_what, answers, state) => {
    const { info } = world({ answers })
    expect(await info()).toMatchObject({ sim: { state } })
  })

  it('tells how many attempts are left', async () => {
    const { info } = world({ answers: lockedCard() })
    expect(await info()).toMatchObject({ sim: { pin_attempts: 3 } })
  })

  it.each([
    ['0002 - searching', 'searching'],
    ['0006 - denied', 'denied'],
    ['0004 - roaming', 'roaming'],
    ['0000 - unknown', 'unknown'],
  ])('tells the state %s, whatever the exit code', async (text, state) => {
    const { info } = world({ answers: { registration: registrationText(text) } })
    expect(await info()).toMatchObject({ registration: { state } })
  })

  it('begins a session anew after a question that failed, which has closed it', async () => {
    const { umbim, info } = world({ answers: { subscriber: { status: 3 } } })
    expect(await info()).toMatchObject({ registration: { state: 'home' }, missing: ['umbim subscriber'] })
    expect(umbim.wire).toEqual(['OPEN', 'caps', 'subscriber', 'CLOSE', 'OPEN', 'registration', 'CLOSE'])
  })

  it('does no harm whatever fails, and wherever', async () => {
    const faults = ['hangs', { status: 1 }, 'rubbish', ''] as const
    const harmed: unknown[] = []
    for (const isLive of [true, false])
      for (const command of ['caps', 'subscriber', 'registration', 'pinstate'])
        for (const fault of faults) {
          // With a living session the modem has answered before: netifd has asked. It may fall silent, or say what nobody understands.
          if (isLive && typeof fault === 'object') continue
          const { umbim, host, info } = world(
            { isLive, answers: { [command]: fault } },
            isLive ? live : stopped,
          )
          for (let i = 0; i < 3; i++) {
            const told = await info()
            if (mistakesOf('info', told) !== '') harmed.push(told)
          }
          const wrong = host.processes.filter(
            argv => argv[0] === 'umbim' && isLive && !(argv.includes('-n') && argv.includes('-t')),
          )
          harmed.push(...umbim.harm, ...wrong)
        }
    expect(harmed).toEqual([])
  })
})

describe('a modem in MBIM whose session mbim-proxy keeps', () => {
  const answers: Readonly<Record<string, string>> = {
    '--query-registration-state':
      "[/dev/cdc-wdm0] Registration status:\n\t        Register state: 'home'\n\tAvailable data classes: 'lte'\n\t           Provider ID: '26201'\n",
    '--query-subscriber-ready-status':
      "[/dev/cdc-wdm0] Subscriber ready status retrieved:\n\t      Ready state: 'initialized'\n\t    Subscriber ID: '262011234567890'\n\t        SIM ICCID: '89490200001234567890'\n",
    '--query-signal-state': "[/dev/cdc-wdm0] Signal state:\n\t          RSSI [0-31,99]: '20'\n",
  }

  it('is read through it by mbimcli, and never by umbim', async () => {
    const umbim = createUmbim({ isLive: true })
    const mbimcli = {
      run: (argv: readonly string[]) => ({ code: 0, stdout: answers[argv.at(-1) ?? ''] ?? '' }),
    }
    const host = hostWith(sierra, { programs: { umbim: programOf(umbim), mbimcli: programOf(mbimcli) } })
    host.nodes.set('/proc/78/fd/9', { link: '/dev/cdc-wdm0' })
    host.nodes.set('/proc/78/comm', { text: 'mbim-proxy\n' })
    expect(await host.call('info')).toMatchObject({
      ways: ['mbim'],
      registration: { state: 'home' },
      sim: { state: 'ready' },
      signal: { csq: 20, percent: 64 },
      missing: ['mbimcli caps'],
    })
    expect(umbim.wire).toEqual([])
    expect(host.processes.filter(([name]) => name === 'mbimcli').every(argv => argv.includes('-p'))).toBe(
      true,
    )
  })
})
