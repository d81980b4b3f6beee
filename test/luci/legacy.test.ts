import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { parseFixture, readFixture } from '../world/modem/fixture.ts'
import { messages } from '../world/modem/messages.ts'
import { quectel } from '../world/modem/quectel.ts'
import { ussd } from '../world/modem/ussd.ts'
import { type AclGroups, login, readAcls, type Session } from '../world/router/acl.ts'
import { cgiIoExec } from '../world/router/cgi.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`Tests of the existing pages are skipped: ${problem}`)

/**
 * What the packages of the existing pages grant, as far as these pages run programs. All they run of ours: `3ginfo.sh
 * json` and `3ginfo.sh` (details), `3ginfo.sh` traced by a shell (diagnostics), `modemband.sh`, `modemband.sh json`,
 * and `modemband.sh` with `setbands`, `setbands5gnsa` or `setbands5gsa` and a list or `default` (bands).
 */
const granted: AclGroups = {
  'luci-app-3ginfo-lite': {
    read: {
      'cgi-io': ['exec'],
      file: {
        '/usr/share/3ginfo-lite/3ginfo.sh': ['exec'],
        '/usr/share/3ginfo-lite/detect.sh': ['exec'],
        '/usr/share/3ginfo-lite/check.gcom': ['exec'],
        '/usr/share/3ginfo-lite/info.gcom': ['exec'],
      },
      uci: ['3ginfo'],
    },
    write: { file: { '/bin/sh -x /usr/share/3ginfo-lite/3ginfo.sh': ['exec'] } },
  },
  'luci-app-modemband': {
    read: {
      'cgi-io': ['exec'],
      file: { '/usr/bin/modemband.sh': ['exec'], '/usr/bin/loaded.sh': ['exec'] },
      uci: ['modemband', 'luci-app-modemband', 'defmodems'],
    },
  },
}

/**
 * The command line `fs.exec_direct(command, arguments)` sends to cgi-io: blanks and backslashes in a word are escaped,
 * words are separated by blanks.
 */
const line = (command: string, ...words: readonly string[]) =>
  [command, ...words].map(word => word.replace(/[\\\s]/g, '\\$&')).join(' ')

describe.skipIf(problem !== null)('the existing pages on our programs', () => {
  let setup: Setup
  let reader: Session
  let folder: string

  beforeAll(async () => {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    setup = await setUp([script], { behaviours: fibocom() })
    folder = mkdtempSync(join(tmpdir(), 'modem-acl-'))
    for (const [name, group] of Object.entries(granted))
      writeFileSync(join(folder, `${name}.json`), JSON.stringify({ [name]: group }))
    reader = login(readAcls(folder), { read: ['*'] })
  })
  afterAll(async () => {
    await setup?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const exec = async (...words: readonly [string, ...string[]]) => {
    const reply = await cgiIoExec(setup.router, reader, line(...words))
    if (reply.status !== 200) throw new Error(`${words.join(' ')}: ${reply.status} ${reply.why}`)
    return reply.run.stdout
  }

  it.each([[['json']], [[]]])('the details page gets the object it parses from 3ginfo.sh %j', async words => {
    const details = JSON.parse(await exec('/usr/share/3ginfo-lite/3ginfo.sh', ...words)) as Record<
      string,
      string
    >
    expect(details).toMatchObject({
      modem: 'Fibocom FG621-EA',
      operator_name: 'A1',
      registration: '1',
      mode: 'LTE-A | B3 (1800 MHz) + B20 (800 MHz)',
      signal: '77',
      cport: '/dev/ttyUSB0',
      protocol: 'ncm',
      pband: expect.stringContaining('B3 (1800 MHz)'),
      s1band: expect.stringContaining('B20 (800 MHz)'),
    })
    for (const field of ['rsrp', 'rsrq', 'rssi', 'sinr']) expect(details[field]).toMatch(/^-?\d+(\.\d+)?$/)
  })

  it('the details page gets the port from detect.sh', async () => {
    expect(await exec('/usr/share/3ginfo-lite/detect.sh')).toBe('/dev/ttyUSB0\n')
  })

  it('the bands page gets what it lists, as text and as JSON', async () => {
    expect(await exec('/usr/bin/modemband.sh')).toMatch(
      /^Modem: Fibocom FG621-EA\nSupported LTE bands: 1 3 5 7 8 20/,
    )
    const bands = JSON.parse(await exec('/usr/bin/modemband.sh', 'json'))
    expect(bands.supported).toContainEqual({ band: 20, txt: 'FDD  800 MHz' })
    expect(bands.enabled).toContain(20)
  })

  it('the bands page sets a list that is one word with blanks, and the default', async () => {
    expect(await exec('/usr/bin/modemband.sh', 'setbands', '3 20')).toMatch(/OK/)
    expect(JSON.parse(await exec('/usr/bin/modemband.sh', 'json')).enabled).toEqual([3, 20])
    expect(await exec('/usr/bin/modemband.sh', 'setbands', 'default')).toMatch(/OK/)
    expect(JSON.parse(await exec('/usr/bin/modemband.sh', 'json')).enabled).toContain(41)
  })

  it.each(['setbands5gnsa', 'setbands5gsa'])(
    'the 5G pages get an answer from %s on an LTE modem',
    async command => {
      expect(await exec('/usr/bin/modemband.sh', command, '78')).toMatch(/\n$/)
      expect(JSON.parse(await exec('/usr/bin/modemband.sh', 'json'))).not.toHaveProperty('supported5gsa')
    },
  )

  it('the diagnostics page gets the same object from a traced run of 3ginfo.sh', async () => {
    const command = ['/bin/sh', '-x', '/usr/share/3ginfo-lite/3ginfo.sh'] as const
    const writer = login(readAcls(folder), { read: ['*'], write: ['*'] })
    expect(writer.allowed('file', command.join(' '), 'exec')).toBe(true)
    expect(reader.allowed('file', command.join(' '), 'exec')).toBe(false)
    const { stdout, stderr } = await setup.router.run(command)
    expect(JSON.parse(stdout)).toMatchObject({ modem: 'Fibocom FG621-EA', cport: '/dev/ttyUSB0' })
    expect(stderr).toMatch(/^\+ \w/m)
  })

  it('a login that lacks the group runs nothing, and no group runs anything else', async () => {
    const nobody = login(readAcls(folder), { read: ['*', '!luci-app-modemband'] })
    expect(await cgiIoExec(setup.router, nobody, line('/usr/bin/modemband.sh', 'json'))).toMatchObject({
      status: 403,
    })
    expect(await cgiIoExec(setup.router, reader, line('/usr/bin/modem', 'info'))).toMatchObject({
      status: 403,
    })
    const ours = login(readAcls(join(repository, 'acl.d')), { read: ['*'], write: ['*'] })
    expect(await cgiIoExec(setup.router, ours, line('/usr/bin/modemband.sh', 'json'))).toMatchObject({
      status: 403,
    })
  })
})

/** Runs a line as the existing pages do, for somebody who may open them. */
async function execOn({ router }: Setup, ...words: readonly [string, ...string[]]): Promise<string> {
  const everything = { 'cgi-io': ['exec'], file: { [words[0]]: ['exec'] } }
  const session = login({ page: { read: everything } }, { read: ['*'] })
  const reply = await cgiIoExec(router, session, line(...words))
  if (reply.status !== 200) throw new Error(`${words.join(' ')}: ${reply.status} ${reply.why}`)
  return reply.run.stdout
}

describe.skipIf(problem !== null)('the existing pages with modems of another make', () => {
  let setup: Setup | null = null
  const plug = async (fixture: string) => {
    const script = readFixture(join(repository, `test/fixtures/${fixture}.at`))
    setup = await setUp([script], { behaviours: quectel() })
    return setup
  }
  afterEach(async () => {
    await setup?.close()
    setup = null
  })
  const bandsOf = async (at: Setup) => JSON.parse(await execOn(at, '/usr/bin/modemband.sh', 'json'))

  it('show the values of an EP06 and set its bands', async () => {
    const at = await plug('quectel/ep06-3g')
    expect(JSON.parse(await execOn(at, '/usr/share/3ginfo-lite/3ginfo.sh', 'json'))).toMatchObject({
      modem: 'Quectel EP06',
      mode: 'HSPA',
      operator_name: 'A1',
      lac_dec: '2860',
      cid_dec: '1715980',
      protocol: 'qmi',
    })
    expect((await bandsOf(at)).enabled).toContain(7)
    expect(await execOn(at, '/usr/bin/modemband.sh', 'setbands', '3 20')).toMatch(/OK/)
    expect((await bandsOf(at)).enabled).toEqual([3, 20])
  })

  it('list every enabled band, so that what the page sends back holds those that no table knows', async () => {
    const fixture = readFileSync(join(repository, 'test/fixtures/quectel/rm520n-nsa.at'), 'utf8')
    const odd = fixture
      .replace('"lte_band",1:3:7:20', '"lte_band",1:3:7:20:250')
      .replace('"nsa_nr5g_band",78', '"nsa_nr5g_band",78:500')
      .replace('"nr5g_band",1:3:28:78', '"nr5g_band",1:3:28:78:500')
    const at = await setUp([parseFixture(odd)], { behaviours: quectel() })
    setup = at
    const kinds = [
      ['', 'setbands', 20, [1, 3, 7, 250]],
      ['5gnsa', 'setbands5gnsa', 77, [77, 78, 500]],
      ['5gsa', 'setbands5gsa', 28, [1, 3, 78, 500]],
    ] as const
    for (const [kind, command, changed, after] of kinds) {
      const told = await bandsOf(at)
      const enabled = new Set<number>(told[`enabled${kind}`])
      if (!enabled.delete(changed)) enabled.add(changed)
      // The page has a box for each band that is listed, and sends those that are ticked.
      const ticked = told[`supported${kind}`]
        .map(({ band }: { band: number }) => band)
        .filter((band: number) => enabled.has(band))
      await execOn(at, '/usr/bin/modemband.sh', command, ticked.join(' '))
      expect((await bandsOf(at))[`enabled${kind}`]).toEqual(after)
    }
  })

  it('set the 5G bands of an RM520N, each kind by itself', async () => {
    const at = await plug('quectel/rm520n-nsa')
    const before = await bandsOf(at)
    expect(before).toMatchObject({ enabled5gnsa: [78], enabled5gsa: [1, 3, 28, 78] })
    await execOn(at, '/usr/bin/modemband.sh', 'setbands5gnsa', '28 78')
    await execOn(at, '/usr/bin/modemband.sh', 'setbands5gsa', '78')
    expect(await bandsOf(at)).toEqual({ ...before, enabled5gnsa: [28, 78], enabled5gsa: [78] })
    await execOn(at, '/usr/bin/modemband.sh', 'setbands5gsa', 'default')
    expect((await bandsOf(at)).enabled5gsa.length).toBeGreaterThan(20)
  })
})

/** A message of +48601234567 in UCS2, as it lies in a storage. */
function received(text: string): string {
  const data = Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()
  const size = (data.length / 2).toString(16).padStart(2, '0').toUpperCase()
  return `07918406921511F1040B918406214365F7000862304190623540${size}${data}`
}

/**
 * The calls of luci-app-sms-tool-js: `exec_direct` by the whole path through cgi-io, `exec` by the bare name through
 * rpcd, which looks it up in PATH.
 */
describe.skipIf(problem !== null)('the message pages of luci-app-sms-tool-js on our sms_tool', () => {
  let at: Setup
  beforeAll(async () => {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    const slots = { SM: { 1: [0, received('<b>5 < 6</b> & ж')], 7: [1, received('zwei')] } } as const
    const network = { says: { '*100#': { news: ['0,"Saldo: 12,50 zl",15'], after: 300 } } }
    const files = {
      '/usr/bin/sms_tool': readFileSync(join(repository, 'rpcd/shim/sms_tool'), 'utf8'),
      '/usr/share/modem/compat/kept/usr/bin/sms_tool':
        '#!/bin/sh\nflock -n "$2" true && echo free || echo locked\nprintf "[%s]" "$@"\n',
    }
    at = await setUp([script], { files, behaviours: [messages({ slots }), ussd(network), ...fibocom()] })
  })
  afterAll(() => at?.close())

  const direct = (...words: string[]) => execOn(at, '/usr/bin/sms_tool', ...words)
  const exec = (...words: string[]) => at.router.run(['sms_tool', ...words])
  const port = '/dev/ttyUSB0'

  it('get the number of messages at the columns they cut', async () => {
    const text = await direct('-s', 'SM', '-d', port, 'status')
    expect(text).toBe('Storage type: SM, used: 2, total: 50\n')
    expect(text.substring(17, text.indexOf('total')).replace(/[^\d.]/g, '')).toBe('2')
    expect(text.slice(22, 27).replace(/\D/g, '')).toBe('2')
  })

  it('get what they cut and parse, without markup', async () => {
    const text = await direct('-s', 'SM', '-d', port, '-f', '%Y-%m-%d %H:%M', '-j', 'recv', '2>/dev/null')
    const start = text.substring(7)
    expect(JSON.parse(start.substring(0, start.length - 2))).toMatchObject([
      {
        index: 1,
        sender: '48601234567',
        timestamp: '2026-03-14 09:26',
        content: '&lt;b>5 &lt; 6&lt;/b> & ж',
      },
      { index: 7, content: 'zwei' },
    ])
    expect(await direct('-d', port, '-f', '%Y-%m-%d %H:%M', 'recv', '2>/dev/null')).toMatch(
      /^MSG: 1\nFrom: 48601234567\nDate\/Time: 2026-03-14 09:26\n<b>5 < 6<\/b> & ж\n\n/,
    )
  })

  it('delete in the storage they listed', async () => {
    await direct('-s', 'SM', '-d', port, 'status')
    expect(await direct('-d', port, 'delete', '7')).toBe('delete msg from 7 to 7\nDeleted message 7\n')
    expect(await direct('-d', port, 'delete', 'all')).toBe('delete msg from 1 to 1\nDeleted message 1\n')
    expect(await direct('-s', 'SM', '-d', port, 'status')).toMatch(/used: 0,/)
  })

  it('send a code and a command', async () => {
    expect(await exec('-d', port, '-R', 'ussd', '*100#')).toMatchObject({
      code: 0,
      stdout: 'Saldo: 12,50 zl\n',
    })
    expect(await exec('-d', port, 'at', 'AT+CSCA?')).toMatchObject({
      code: 0,
      stdout: '+CSCA: "+48602951111",145\n',
    })
  })

  it('send a message', async () => {
    expect(await exec('-d', port, 'send', '48601234567', 'two words; $(id)')).toMatchObject({
      code: 0,
      stdout: 'sms sent successfully: 42\r\n',
      stderr: '',
    })
  })

  it('get the original for a port that is no modem’s, under the lock of that port', async () => {
    expect(await exec('-d', '/dev/null', 'at', 'AT+CMGL="ALL"; x')).toMatchObject({
      stdout: 'locked\n[-d][/dev/null][at][AT+CMGL="ALL"; x]',
    })
    expect(await exec('-d', '/dev/ttyUSB9', 'recv')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('/dev/ttyUSB9'),
    })
  })
})
