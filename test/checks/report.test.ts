import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/contract/report.ts'
import { createHost, type Host } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { type RouterStory, storyHost } from '../world/memory/story.ts'
import { parseFixture, renderFixture } from '../world/modem/fixture.ts'
import { readStories } from '../world/story.ts'

/** The report of a host, to its end. */
async function reported(host: Host, args: object = {}): Promise<Report> {
  const { job, error } = await host.call('report', args)
  expect(error).toBeUndefined()
  await host.jobs.finish()
  const { result, failure } = await host.call('job', { job })
  expect(failure).toBeNull()
  return result as Report
}

const network = `config interface 'wwan'
	option proto 'qmi'
	option device '/dev/cdc-wdm0'
	option apn 'internet.test'
	option username 'alice.doe'
	option password 'Tr0ub4dor'
	option pincode '7391'

config interface 'tunnel'
	option proto 'wireguard'
	option private_key 'c2VjcmV0a2V5c2VjcmV0a2V5'
`
const messages = [
  'kernel: usb 1-1: SerialNumber: 8F3A6B2C',
  'kernel: qmi_wwan 1-1:1.4 wwan0: register, 3c:84:6a:12:34:56',
  'netifd: wwan (1234): pin 7391 password=Tr0ub4dor',
  'dropbear[99]: Password auth succeeded for alice from 192.168.1.5',
  'pppd: remote address 203.0.113.77',
]

/** A host whose log says this. */
function hostWith(log: readonly string[], script = fg621()): Host {
  const host = createHost([{ script }], { uci: { network } })
  const { exec } = host.platform
  host.platform.exec = async (argv, until) =>
    argv[2] === 'log'
      ? {
          code: 0,
          stdout: JSON.stringify({ log: log.map((msg, at) => ({ msg, time: 1_750_000_000_000 + at })) }),
        }
      : exec(argv, until)
  return host
}

describe('a report', () => {
  it('begins with what a helper reads first and has a part for each thing that is asked for', async () => {
    const { report, modem } = await reported(hostWith(messages))
    const [one, two, three, four, five] = report.split('\n')
    expect(modem).toBe('usb-1-1')
    expect(one).toMatch(/^modem report: /)
    expect(two).toMatch(
      /^Fibocom .*FG621.* \(2cb7:0a05, firmware .*\), port \/dev\/ttyUSB0 \(interface \d, option\), net /,
    )
    expect(three).toMatch(/^port ok, SIM ready, home 232-01 lte_a B\d/)
    expect(four).toMatch(/^(?:fault|warning|hint|nothing) /)
    expect(five).toMatch(/^status \w+: /)
    const titles = report.match(/(?<=^== ).*/gm)
    expect(titles).toEqual([
      'doctor',
      'packages',
      'router',
      'usb and pci',
      'network',
      'netifd',
      'log',
      'talk',
    ])
    expect(report).toContain('> AT+CSQ')
    expect(report).toMatch(/\nmasked: .*\d imei.*\. Read it through before you post it\.\n$/)
  })

  it('holds no password, PIN, key, serial number, public address or login, and keeps what helps', async () => {
    const { report } = await reported(hostWith(messages), { long: true })
    expect(report).not.toMatch(
      /Tr0ub4dor|7391|alice|c2VjcmV0|8F3A6B2C|12:34:56|203\.0\.113\.77|192\.168\.1\.5/,
    )
    expect(report).toContain('wwan: proto=qmi, device=/dev/cdc-wdm0, apn=internet.test')
    expect(report).toContain('tunnel: proto=wireguard')
    expect(report).toMatch(/wwan0: register, 3c:84:6a:/i)
  })

  it('shows no run of digits of whoever it is about, in whatever form it stands there', async () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`))
    const source = renderFixture(fg621())
    await fc.assert(
      fc.asyncProperty(digits(15), digits(10), digits(14), digits(10), async (imei, msin, rest, phone) => {
        const [imsi, iccid] = [`23201${msin}`, `89430${rest}`]
        const text = source
          .replaceAll('004401000000014', imei)
          .replaceAll('232010000000001', imsi)
          .replaceAll('8943010000000000019', iccid)
        const swapped = (iccid.length % 2 ? `${iccid}F` : iccid).replace(/(.)(.)/g, '$2$1')
        const log = [`modem: ${imei}`, `netifd: imsi ${imsi}, card ${swapped}`, `chat: dialling +43${phone}`]
        const { report } = await reported(hostWith(log, parseFixture(text)))
        const bare = report.replace(/[ -]/g, '')
        for (const secret of [imei.slice(5), msin, rest, phone, swapped.slice(6)])
          for (let at = 0; at + 7 <= secret.length; at++)
            expect(bare.includes(secret.slice(at, at + 7)), `${secret}: ${report}`).toBe(false)
      }),
      { numRuns: 25 },
    )
  })

  it('has at most 10 KB, or 60 KB in the long form, whatever there is to tell, and says what was left out', async () => {
    const flood = Array.from({ length: 900 }, (_, at) => `kernel: usb 1-1: ${at} ${'é'.repeat(200)}`)
    const short = (await reported(hostWith(flood))).report
    const long = (await reported(hostWith(flood), { long: true })).report
    expect(Buffer.byteLength(short)).toBeLessThanOrEqual(10_000)
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(60_000)
    expect(long.length).toBeGreaterThan(short.length)
    expect(short).toMatch(/\(\d+ more lines: modem report --long\)/)
    expect(short).toContain('usb 1-1: 899')
  })

  it('is complete without a modem, with a silent one, and where nothing answers', async () => {
    const none = await reported(createHost([], { dump: null }))
    expect(none.modem).toBeNull()
    expect(none.report).toContain('no modem on USB or PCI')
    expect(none.report).toMatch(/fault no_modem: /)
    expect(none.report).toContain('== netifd\nnetifd does not answer')
    const silent = await reported(createHost([{ script: { ...fg621(), silent: true } }]))
    expect(silent.report).toMatch(/\nport (?:silent|starting), SIM unknown/)
  })

  it('ends within its time when every program hangs', async () => {
    const host = createHost([{ script: { ...fg621(), silent: true } }])
    host.platform.exec = async (_, until) => {
      host.clock.advance(Math.max(0, until - host.clock.now()))
      return { code: null, stdout: '' }
    }
    const began = host.clock.now()
    const { report } = await reported(host)
    expect(host.clock.now() - began).toBeLessThanOrEqual(60_000)
    expect(report).toContain('the system log cannot be read')
  })

  const stories = readStories<RouterStory>()
  it.skipIf(stories.length === 0)(
    'of every recorded router names first what the doctor found there',
    async () => {
      const faults: string[] = []
      for (const story of stories) {
        const { report } = await reported(storyHost(story))
        const isTold = story.finding === null || (report.split('\n')[3] ?? '').includes(` ${story.finding}: `)
        if (!isTold || Buffer.byteLength(report) > 10_000)
          faults.push(`${story.name}: ${report.split('\n')[3]}`)
      }
      expect(faults).toEqual([])
    },
  )
})
