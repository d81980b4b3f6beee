import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPort, legacyBinding, option, parseUci } from '../../src/discovery/uci.ts'
import { hostOfDevices } from '../world/memory/devices.ts'

const options = (text: string) => ({ ...parseUci(`config x\n${text}`)[0]?.options })

describe('a UCI file', () => {
  it('has sections with types, names, options and lists', () => {
    const text = `package modem

config modem 'lte'
	option path '1-1'
	list bands '3'
	list bands '20'

config modem
	option path "1-2"
`
    expect(parseUci(text).map(s => ({ ...s, options: { ...s.options } }))).toEqual([
      { type: 'modem', name: 'lte', options: { path: '1-1', bands: ['3', '20'] } },
      { type: 'modem', name: null, options: { path: '1-2' } },
    ])
  })

  it.each([
    ["option a 'b c'", 'b c'],
    ['option a "b c"', 'b c'],
    ['option a b', 'b'],
    ["option 'a' 'b'", 'b'],
    ["option a 'it'\\''s'", "it's"],
    ['option a "say \\"b\\" \\\\ c"', 'say "b" \\ c'],
    ['option a b\\ c', 'b c'],
    ['option a \'x\'y"z"', 'xyz'],
    ["option a '#no comment'", '#no comment'],
    ['option a "#no comment"', '#no comment'],
    ['option a b # a comment', 'b'],
    ['option a b#a comment', 'b'],
    ['  \toption   a \t b  ', 'b'],
    ["option a 'b'\r", 'b'],
    ["option a 'back\\slash'", 'back\\slash'],
    ["option a ''", ''],
  ])('reads %s', (line, value) => {
    expect(options(line)).toEqual({ a: value })
  })

  it('passes over comments, blank lines and what it does not understand', () => {
    const text =
      "# config x\n\n  # option a b\noption\nconfig\nlist\nfoo bar\n=\n\x00\nconfig x y\noption a '1'\n"
    expect(parseUci(text).filter(s => s.type === 'x')).toMatchObject([{ name: 'y', options: { a: '1' } }])
  })

  it('lets the last of several equal options win, and has no inherited ones', () => {
    const [section] = parseUci("config x\noption a '1'\noption a '2'\noption __proto__ 'p'\n")
    expect([option(section, 'a'), option(section, '__proto__'), option(section, 'constructor')]).toEqual([
      '2',
      'p',
      undefined,
    ])
  })

  it('gives an option as text only when it is one', () => {
    const [section] = parseUci("config x\noption a ''\nlist b '1'\n")
    expect([option(section, 'a'), option(section, 'b'), option(undefined, 'a')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('takes no name that UCI would not: letters, digits and underscores', () => {
    const names = ['lte_1', '../../etc', 'a b', 'é', 'a-b'].map(
      name => parseUci(`config modem '${name}'`)[0]?.name,
    )
    expect(names).toEqual(['lte_1', null, null, null, null])
  })

  it('never throws and never hangs, whatever it is', () => {
    const bits = fc.constantFrom(
      'config',
      'option',
      'list',
      "'",
      '"',
      '\\',
      '#',
      ' ',
      '\n',
      '\t',
      'a',
      '\0',
      'é',
    )
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 60 }), parts => {
        for (const section of parseUci(parts.join('')))
          expect(
            Object.values(section.options)
              .flat()
              .every(v => typeof v === 'string'),
          ).toBe(true)
      }),
      { numRuns: 500 },
    )
    const began = performance.now()
    parseUci(`option a ${'\\'.repeat(50_000)}'`)
    parseUci(`option a ${"'".repeat(50_001)}`)
    parseUci(`option a ${'"\\'.repeat(50_000)}`)
    expect(performance.now() - began).toBeLessThan(1000)
  })
})

describe('the port and interface of the legacy pages', () => {
  const binding = (files: Record<string, string>) =>
    legacyBinding(
      hostOfDevices(
        [],
        Object.fromEntries(Object.entries(files).map(([name, text]) => [`/etc/config/${name}`, text])),
      ).platform.files,
    )
  const threeginfo = "config 3ginfo\n\toption device '/dev/ttyUSB0'\n\toption network 'wan0'\n"
  const define = (nth: number) =>
    `config modemdefine\n\toption modem 'M${nth}'\n\toption comm_port '/dev/ttyUSB${nth}'\n\toption network 'wan${nth}'\n`
  const general = "config general\n\toption main_modem '/dev/ttyUSB7'\n\toption main_network 'wan7'\n"

  it.each([
    ['nothing', {}, undefined, undefined],
    ['3ginfo alone', { '3ginfo': threeginfo }, '/dev/ttyUSB0', 'wan0'],
    ['modemdefine without a modem', { '3ginfo': threeginfo, modemdefine: general }, '/dev/ttyUSB0', 'wan0'],
    ['one defined modem', { '3ginfo': threeginfo, modemdefine: general + define(3) }, '/dev/ttyUSB3', 'wan3'],
    [
      'several defined modems',
      { '3ginfo': threeginfo, modemdefine: define(3) + general + define(4) },
      '/dev/ttyUSB7',
      'wan7',
    ],
    [
      'several defined modems and no main one',
      { '3ginfo': threeginfo, modemdefine: define(3) + define(4) },
      '/dev/ttyUSB0',
      'wan0',
    ],
    [
      'one defined modem without a port',
      { '3ginfo': threeginfo, modemdefine: "config modemdefine\n\toption modem 'M'\n" },
      '/dev/ttyUSB0',
      'wan0',
    ],
    ['an empty device', { '3ginfo': "config 3ginfo\n\toption device ''\n" }, undefined, undefined],
  ])('with %s', (_, files, port, network) => {
    expect(binding(files)).toEqual({ port, network })
  })
})

describe('a path the backend may open', () => {
  it.each(['/dev/ttyUSB2', '/dev/ttyACM0', '/dev/wwan0at0', '/dev/mhi_DUN', '/dev/pts/3', '/dev/modem-1.at'])(
    '%s is one',
    path => {
      expect(isPort(path)).toBe(true)
    },
  )

  it.each([
    '',
    'ttyUSB2',
    '/dev/',
    '/dev/../etc/passwd',
    '/dev/a/../../etc/passwd',
    '/dev/..',
    '/etc/passwd',
    '/dev/tty USB0',
    '/dev/ttyUSB0\n',
    '/dev/ttyUSB0;reboot',
    '/dev/$(reboot)',
    '/dev/a/b/c',
    '//dev/ttyUSB0',
    `/dev/${'x'.repeat(100)}`,
  ])('%j is none', path => {
    expect(isPort(path)).toBe(false)
  })
})
