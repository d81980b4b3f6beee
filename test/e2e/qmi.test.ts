import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { em7565Aggregating } from '../world/modem/qmi-situations.ts'
import { createQmiRouter, type QmiRouter } from '../world/router/qmi.ts'
import { type Router, routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`QMI on a router is not tested: ${problem}`)

describe.skipIf(problem !== null)('a modem without an AT port, on a router with uqmi', () => {
  let made: QmiRouter
  let router: Router
  const info = async (timeoutMs = 20_000) => {
    const run = await router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], {
      stdin: '{"max_age":0}',
      timeoutMs,
    })
    return run.killed ? null : (JSON.parse(run.stdout) as Record<string, unknown>)
  }
  const asked = () => (router.read('/tmp/qmi/log') ?? '').split('\n').filter(line => line !== '')
  const ids = async () =>
    (await router.run(['sh', '-c', 'cd /tmp/qmi && ls -d *,*'])).stdout.split('\n').filter(Boolean)

  beforeAll(async () => {
    made = await createQmiRouter(em7565Aggregating)
    router = made.router
  })
  afterAll(() => router?.close())

  it('is read, and from then on in one run of uqmi', async () => {
    expect(await info()).toMatchObject({
      port: '/dev/cdc-wdm0',
      port_state: 'ok',
      ways: ['qmi'],
      rat: 'lte_a',
      imei: '353533101234567',
      signal: { rsrp: -93 },
      cell: { enb: 106801 },
    })
    const before = asked().length
    expect(await info()).toMatchObject({
      port_state: 'ok',
      carriers: [{ band: 3 }, { band: 66 }, { band: 7 }],
    })
    expect(asked().length - before).toBe(1)
    expect(await ids()).toEqual(['nas,1'])
  })

  it('keeps one id and one program at a time, wherever its callers are killed, and many come at once', async () => {
    for (const timeoutMs of [20, 45, 70, 110, 160, 230]) {
      await router.run(['rm', '-rf', '/var/run/modem/usb-1-1.json'])
      await info(timeoutMs)
    }
    await Promise.all([info(), info(), info()])
    await expect.poll(async () => (await info())?.port_state, { timeout: 15_000, interval: 300 }).toBe('ok')
    expect(router.read('/tmp/qmi/wrongs')).toBeNull()
    expect((await ids()).length).toBeLessThanOrEqual(1)
  })

  it('is left alone while netifd sets up its interface: what was told last is told, with its age', async () => {
    made.netifd({ up: false, pending: true })
    const before = asked().length
    const told = await info()
    expect(told).toMatchObject({ rat: 'lte_a' })
    expect(told?.age_ms).toBeGreaterThan(0)
    expect(asked().length).toBe(before)
    made.netifd({})
  })

  it('is shown by modemdata’s page', async () => {
    const { stdout } = await router.run(['/usr/bin/md_uqmi', '/dev/cdc-wdm0', 'wan', '', ''])
    expect(JSON.parse(stdout)).toMatchObject([
      { imei: '353533101234567' },
      { status: 'CONNECTED' },
      { operator_mcc: '262', operator_mnc: '01', addon: expect.any(Array) },
    ])
    const other = await router.run(['/usr/bin/md_uqmi', '/dev/cdc-wdm7', 'wan', '', ''])
    expect(JSON.parse(other.stdout)).toMatchObject([
      { error: 'Device not found' },
      {},
      { error: 'Device not found' },
    ])
  })
})
