import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { readContract } from '../../build/contract.ts'
import { methodHelp } from '../../build/derive/methods.ts'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import type { Help } from '../../src/main/arguments.ts'
import { type Caller, command } from '../../src/main/command.ts'
import { commands } from '../../src/main/help.ts'
import { allowsColour } from '../../src/main/terminal.ts'
import { coloured, colourless } from '../../src/main/text/paint.ts'
import { replyText } from '../../src/main/text/reply.ts'
import { hostOfFixture, refuses, takesAndForgets } from '../world/memory/changing.ts'
import { createHost, type Host, repository } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { neverAnswers } from '../world/modem/behaviours.ts'
import { contexts } from '../world/modem/contexts.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { readFixture } from '../world/modem/fixture.ts'

const help = JSON.stringify(methodHelp(readContract(repository), schemas.args as never))

/** Calls the command `modem` as somebody: a program in a pipe, unless said otherwise. */
async function modem(host: Host, line: string | readonly string[], caller: Partial<Caller> = {}) {
  host.nodes.set('/usr/share/modem/methods.json', { text: help })
  host.nodes.set('/usr/share/modem/version', { text: '1.2.3\n' })
  const said: string[] = []
  const outcome = await command(
    host.platform,
    {
      reads: false,
      waits: false,
      colour: false,
      isRoot: true,
      input: () => '',
      complain: text => void said.push(text),
      show: text => void said.push(text),
      ...caller,
    },
    typeof line === 'string' ? line.split(' ').filter(Boolean) : line,
  )
  return { ...outcome, said }
}
const person = { reads: true, waits: true }

const fg = (...behaviours: Parameters<typeof hostOfFixture>[1] & object) =>
  hostOfFixture('fibocom/fg621-lte-a', [...behaviours, ...fibocom()])
const nobody = () => createHost([])
const rm520n = () => readFixture(join(repository, 'test/fixtures/quectel/rm520n-nsa.at'))
const two = () => createHost([{ script: fg621() }, { script: rm520n(), path: '1-2' }])

describe('modem in a pipe', () => {
  it('prints the reply as JSON of several lines, and as one line with --json', async () => {
    const { out, err, code } = await modem(fg(), 'status')
    expect([err, code]).toEqual(['', 0])
    expect(out).toBe(`${JSON.stringify(JSON.parse(out), null, 2)}\n`)
    const line = (await modem(fg(), 'status --json')).out
    expect(line).toBe(`${JSON.stringify(JSON.parse(out))}\n`)
    expect((await modem(fg(), 'status --json', person)).out).toBe(line)
  })

  it('prints a failure as JSON too, and in words on standard error', async () => {
    const { out, err, code } = await modem(nobody(), 'info')
    expect(JSON.parse(out)).toMatchObject({ error: 'no_modem' })
    expect([err, code]).toEqual([`${JSON.parse(out).message}\n`, 3])
  })
})

describe('modem in a terminal', () => {
  it('alone shows the status of every modem', async () => {
    const { out, code } = await modem(two(), '', person)
    expect(out).toMatch(/^usb-1-1: connected.*\n[\s\S]*\nusb-1-2: \w+/)
    expect(code).toBe(0)
    expect(JSON.parse((await modem(two(), '')).out)).toMatchObject({
      modems: [{ modem: 'usb-1-1' }, { modem: 'usb-1-2' }],
    })
    expect(await modem(nobody(), '', person)).toMatchObject({
      code: 3,
      out: expect.stringMatching(/^no modem\n/),
    })
  })

  it('shows tables of what is a list, and no JSON anywhere', async () => {
    const host = () => fg(contexts({ 1: { type: 'IP', apn: 'internet' } }))
    for (const [line, pattern] of [
      ['info', /RSRP.*\nPCC {2}B3 [\s\S]*SCC {2}B20/],
      ['signal', /Technology {2}4G LTE-A\n/],
      ['list', /modem +path +id +model.*\nusb-1-1 +1-1 +2cb7:0a05 /],
      ['bands', /4G LTE {2}1 3 5 7/],
      ['modes', /Choice/],
      ['cells', /serving/],
      ['contexts', /cid {2}APN .*\n {2}1 {2}internet {2}ip/],
      ['capabilities', /bands +yes {3}yes/],
      ['sim', /state +ready/],
      ['doctor', /usb-1-1\n\n/],
      ['apply', /Nothing is wanted/],
      ['autoconnect', /enabled|cannot|not/i],
    ] as const) {
      const { out, err } = await modem(host(), line, person)
      expect(`${line}: ${out}${err}`).toMatch(pattern)
      expect(out).not.toMatch(/[{}"]/)
    }
  })

  it('says what holds after a change', async () => {
    const good = await modem(fg(), 'set_bands rat=lte bands=3,20', person)
    expect([good.out, good.code]).toEqual([expect.stringMatching(/^It holds\.\n\nrequested {2}3 20\n/), 0])
    const bad = await modem(fg(takesAndForgets(/^\+GTACT=\d/)), 'set_bands rat=lte bands=3', person)
    expect([bad.out, bad.code]).toEqual([expect.stringMatching(/^It does not hold\.\n/), 1])
  })

  it('says a failure in words on standard error and nothing on standard output', async () => {
    const { out, err, code } = await modem(fg(), 'set_bands rat=lte bands=0', person)
    expect([out, err, code]).toEqual(['', expect.stringContaining('bands[0] must be 1 to 1023'), 2])
  })

  it('draws everything anew every two seconds with watch', async () => {
    const host = fg()
    const { sleep } = host.platform
    let left = 3
    host.platform.sleep = ms => (left-- > 1 ? sleep(ms) : Promise.reject(new Error('Ctrl-C')))
    const drawn: string[] = []
    const show = (text: string) => void drawn.push(text)
    await expect(modem(host, 'watch', { ...person, show })).rejects.toThrow('Ctrl-C')
    expect(drawn).toHaveLength(3)
    for (const text of drawn) expect(text).toMatch(/^\x1b\[H\x1b\[Jusb-1-1/)
  })

  it('has colours only where they are allowed', async () => {
    expect((await modem(fg(), 'status', { ...person, colour: true })).out).toContain(
      '\x1b[32mconnected\x1b[0m',
    )
    expect((await modem(fg(), 'status', person)).out).not.toContain('\x1b')
    const variables = (set: Record<string, string>) => (name: string) => set[name] || undefined
    expect(allowsColour(variables({ TERM: 'xterm' }))).toBe(true)
    for (const set of [{ TERM: 'dumb' }, {}, { TERM: 'xterm', NO_COLOR: '1' }])
      expect(allowsColour(variables(set))).toBe(false)
  })
})

describe('the words of modem', () => {
  it.each([
    ['info usb-1-2', { modem: 'usb-1-2' }],
    ['info modem=usb-1-2 max_age=0', { modem: 'usb-1-2' }],
    ['status {"modem":"usb-1-2"}', { modem: 'usb-1-2' }],
    ['at usb-1-2 AT+CSQ', { modem: 'usb-1-2', command: 'AT+CSQ' }],
    ['at AT+CSQ usb-1-2', { error: 'invalid_argument' }],
    ['at command=AT+CSQ modem=usb-1-2', { modem: 'usb-1-2', command: 'AT+CSQ' }],
    ['info', { error: 'several_modems' }],
    ['info usb-1-2 usb-1-1', { error: 'invalid_argument' }],
  ])('%s', async (line, reply) => {
    expect(JSON.parse((await modem(two(), line)).out)).toMatchObject(reply)
  })

  it('take an AT command without a name, also one with =', async () => {
    const host = fg(contexts())
    expect(JSON.parse((await modem(host, ['at', 'AT+CGDCONT=1,"IP","internet"'])).out)).toMatchObject({
      command: 'AT+CGDCONT=1,"IP","internet"',
      ok: true,
    })
    expect((await modem(fg(), 'at AT+CSQ', person)).out).toMatch(/^\+CSQ: \d+,99\nOK\n$/)
  })

  it('call a method for every modem with --all', async () => {
    expect(JSON.parse((await modem(two(), 'apply dry_run --all')).out)).toMatchObject({
      modems: [
        { modem: 'usb-1-1', steps: [] },
        { modem: 'usb-1-2', steps: [] },
      ],
    })
    expect(JSON.parse((await modem(two(), 'doctor --all --json')).out)).toMatchObject({
      modem: 'usb-1-1',
      others: [{ modem: 'usb-1-2' }],
    })
  })

  it('ask for help, for one method or all, and for the version', async () => {
    expect((await modem(nobody(), '--version')).out).toBe('modem 1.2.3\n')
    for (const line of ['help set_bands', 'set_bands --help', 'set_bands -h']) {
      const { out, code } = await modem(nobody(), line)
      expect(code).toBe(0)
      expect(out).toMatch(/^Usage: modem set_bands \[MODEM\] rat=… \[name=value …\]\n/)
      expect(out).toMatch(/rat=… +needed; lte, nr_nsa, nr_sa\./)
      expect(out).toMatch(/bands=… +1 to 1023; 1 to 128 of them\./)
    }
    expect((await modem(nobody(), '--help')).out).toMatch(/set_bands[\s\S]*Exit codes:[\s\S]* 6 {2}/)
    expect(await modem(nobody(), 'help cook')).toMatchObject({
      code: 2,
      err: expect.stringContaining('cook'),
    })
  })
})

describe('the exit code of modem', () => {
  const silent = () => createHost([{ script: fg621() }], { behaviours: [neverAnswers()] })
  const silentBefore = async () => {
    const host = silent()
    await host.call('info')
    return host
  }
  it.each<[number, string, () => Host | Promise<Host>, string]>([
    [0, 'is 0 when it is done', fg, 'bands'],
    [
      1,
      'is 1 when a change does not hold',
      () => fg(takesAndForgets(/^\+GTACT=\d/)),
      'set_bands rat=lte bands=3',
    ],
    [1, 'is 1 when the doctor finds a fault', nobody, 'doctor'],
    [2, 'is 2 for a method there is none of', fg, 'cook'],
    [2, 'is 2 for a wrong value', fg, 'info max_age=old'],
    [2, 'is 2 where the modem has to be named', two, 'info'],
    [2, 'is 2 for a file that cannot be read', fg, 'model-check /tmp/none'],
    [2, 'is 2 where a file has to be named', fg, 'model-check'],
    [2, 'is 2 for words set-up does not know', fg, 'setup --force'],
    [3, 'is 3 without a modem', nobody, 'info'],
    [3, 'is 3 for another modem', fg, 'status usb-9-9'],
    [3, 'is 3 for the status of none', nobody, 'status'],
    [4, 'is 4 when the modem refuses', () => fg(refuses(/^\+GTACT=\d/)), 'set_bands rat=lte bands=3'],
    [4, 'is 4 for a command that ends in ERROR', fg, 'at AT+NONSENSE'],
    [5, 'is 5 when it is silent', silent, 'bands'],
    [5, 'is 5 for info of one that is silent, also in the moment after', silentBefore, 'info'],
  ])('%i: %s', async (code, _, host, line) => {
    const outcome = await modem(await host(), line)
    expect(outcome.code, outcome.out + outcome.err).toBe(code)
  })

  it('is 5 for the state of a modem that is silent, and for its talk, which is printed', async () => {
    expect(await modem(silent(), 'status', person)).toMatchObject({
      code: 5,
      out: expect.stringContaining('port silent'),
    })
    expect(await modem(silent(), 'debug')).toMatchObject({
      code: 5,
      out: expect.stringMatching(/ > AT/),
      err: expect.stringMatching(/\/dev\/ttyUSB0/),
    })
  })

  it('is 6 for everybody but root, whatever would have become of it, help and lists aside', async () => {
    const anybody = { isRoot: false }
    for (const line of ['', 'bands', 'status --json', 'report', 'debug', 'setup', 'watch'])
      expect(await modem(fg(), line, anybody), line).toEqual({
        ...{ out: '', err: 'Only root may use modems.\n', code: 6, said: [] },
      })
    for (const line of ['--help', '--version', 'help bands', 'list', 'metrics'])
      expect(await modem(fg(), line, anybody), line).toMatchObject({ err: '', code: 0 })
  })
})

describe('somebody who mistypes', () => {
  it.each([
    ['inof', 'There is no method inof\ninfo is meant, perhaps. What there is: modem --help\n'],
    [
      'help set_band',
      'There is no method set_band\nset_bands is meant, perhaps. What there is: modem --help\n',
    ],
    [
      'model_check x',
      'There is no method model_check\nmodel-check is meant, perhaps. What there is: modem --help\n',
    ],
    ['xyzzyplugh', 'There is no method xyzzyplugh\nWhat there is: modem --help\n'],
    [
      'set_bands',
      /rat is missing\n {2}rat=… +needed; lte, nr_nsa, nr_sa\. .*\nMore: modem help set_bands\n$/,
    ],
    ['at CSQ', /\n {2}command=… +needed; One command line beginning with AT/],
    ['info agemax=3', /known are: modem, max_age\nmax_age is meant, perhaps\. More: modem help info\n$/],
    ['setup --wirte', /^--wirte: not understood\.\nUsage: modem setup /],
    ['debug usb-1-1 usb-1-2', 'Usage: modem debug [MODEM]\n'],
  ])('%s: is told what is meant', async (line, words) => {
    const { err, code } = await modem(fg(), line, person)
    expect([err, code]).toEqual([typeof words === 'string' ? words : expect.stringMatching(words), 2])
  })

  it('is told once of a modem that is not there, also by watch and debug', async () => {
    for (const line of ['watch usb-9-9', 'debug usb-9-9', 'setup usb-9-9', 'record usb-9-9'])
      expect(await modem(fg(), line, person), line).toMatchObject({
        ...{ out: '', err: 'There is no modem usb-9-9\n', code: 3 },
      })
  })

  it('reads what every argument is for', () => {
    for (const [method, { arguments: all }] of Object.entries(JSON.parse(help) as Help))
      for (const [name, { summary }] of Object.entries(all))
        expect(summary, `${method} ${name}`).toMatch(/^[A-Z\d`].*\.$/s)
  })

  it('finds the help of every command and every method', async () => {
    const words = [
      ...commands.flatMap(([usage]) => usage.split(' ')[1] ?? []),
      ...Object.keys(JSON.parse(help)),
    ]
    for (const word of new Set(words.filter(each => /^[a-z]/.test(each) && each !== 'help'))) {
      const { out, code } = await modem(nobody(), `help ${word}`)
      expect([out.split(' ').slice(0, 3).join(' '), code]).toEqual(
        [`Usage: modem ${word}`, 0].map(each =>
          typeof each === 'string' ? expect.stringMatching(new RegExp(`^${each}\\b`)) : each,
        ),
      )
    }
    expect((await modem(nobody(), 'help setup')).out).toContain('--write')
  })
})

describe('what is printed for a person', () => {
  const schemasOf: Readonly<Record<string, { properties?: object }>> = schemas.replies

  it('lets nothing of a modem or a message move the cursor or choose a colour', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('list', 'at', 'sim', 'set_bands'),
        fc.string({ unit: 'binary' }),
        (method, text) => {
          const reply = {
            modem: text,
            lines: [text],
            final: text,
            ok: true,
            modems: [],
            warnings: [text],
            verified: true,
            after: text,
          }
          expect(replyText(method, reply, colourless)).not.toMatch(
            /[^\t\n -~\xa0-\u{10ffff}]|[\u202a-\u202e\u2066-\u2069]/u,
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is a text for every method that has a fixture to answer it, in colours the same text', async () => {
    const host = createHost([{ script: rm520n() }])
    for (const method of Object.keys(schemasOf).filter(
      name =>
        !/^(?:set|un)?_?(?:restart|setup)|^(?:at|job|message|set_|un|change|lock_|select|delete|send|cancel)/.test(
          name,
        ),
    )) {
      const reply = await host.call(method)
      if ('error' in reply) continue
      const text = replyText(method, reply, colourless)
      expect(text, method).toMatch(/\S/)
      expect(text, method).not.toMatch(/\[object|undefined|NaN|[{}]/)
      expect(replyText(method, reply, coloured).replace(/\x1b\[\d+m/g, ''), method).toBe(text)
    }
  })
})

test('the wrapper of the command starts the file of the command', () => {
  expect(readFileSync(join(repository, 'rpcd/modem.sh'), 'utf8')).toContain('/usr/share/modem/cli.js "$@"')
})
