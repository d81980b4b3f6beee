import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMask } from '../../src/recording/mask.ts'

const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9]\\d{${length - 1}}$`))
const octet = fc.integer({ min: 0, max: 255 })
const group = fc.integer({ min: 1, max: 0xffff }).map(value => value.toString(16))
/** What is left out of the identities: digits that stand in any table, and those that hexadecimal text has anyway. */
const isTelling = (text: string) => new Set(text.slice(-9)).size > 4 && !/(?:3\d){4}|(?:\d3){4}/.test(text)
const isHost = (address: string) => !/(?:\.0)+$/.test(address)
const identity = fc
  .record({
    imei: digits(15),
    imsi: fc
      .tuple(fc.constantFrom('23201', '26202', '310410'), digits(10))
      .map(([plmn, rest]) => (plmn + rest).slice(0, 15)),
    iccid: fc.tuple(digits(15), digits(2)).map(([middle, end]) => `89${middle}${end}`),
    number: fc.tuple(fc.constantFrom('43', '49', '48'), digits(10)).map(parts => parts.join('')),
    v4: fc.tuple(octet, octet, octet).map(parts => `10.${parts.join('.')}`),
    v6: fc.array(group, { minLength: 7, maxLength: 7 }).map(groups => `2001:${groups.join(':')}`),
    dotted: fc.array(octet, { minLength: 15, maxLength: 15 }).map(octets => `32.${octets.join('.')}`),
    area: fc.integer({ min: 0x2000, max: 0xfffe }),
    cell: fc.integer({ min: 0x0200000, max: 0xffffffe }),
  })
  .filter(
    ({ imei, imsi, iccid, number, v4, dotted }) =>
      [imei, imsi, iccid, number].every(isTelling) && [v4, dotted].every(isHost),
  )
type Identity = typeof identity extends fc.Arbitrary<infer T> ? T : never

const hex = (value: number) => value.toString(16).toUpperCase()
const inHex = (text: string, wide: boolean) =>
  [...text].map(c => (wide ? '00' : '') + hex(c.charCodeAt(0))).join('')
const swap = (text: string) => (text.length % 2 ? `${text}F` : text).replace(/(.)(.)/g, '$2$1')
const blanks = (text: string) => text.replace(/(.{4})(?=.)/g, '$1 ')

/** Ways modems and cards write digits, each with how to read them back out of the line. */
const writings: readonly [string, (digits: string) => string][] = [
  ['as they are', d => `+X: "${d}",1`],
  ['with blanks', d => `+X: ${blanks(d)}`],
  ['with dashes', d => `IMEI: ${blanks(d).replaceAll(' ', '-')}`],
  ['swapped, as on the card', d => `+CRSM: 144,0,"${swap(d)}"`],
  ['swapped behind one more nibble, as an IMSI on the card', d => `+CRSM: 144,0,"08${swap(`9${d}`)}"`],
  ['in a PDU', d => `07917283010010F5040B91${swap(d)}0000425011221100800541E19008`],
  ['in UCS2', d => `+CNUM: ,"002B${inHex(d, true)}",145`],
  ['in ASCII', d => `^HEX: 2B${inHex(d, false)}0D0A`],
  ['in small letters', d => `00${inHex(d, true)}`.toLowerCase()],
]

/** The lines in which a modem tells who it is. */
const introduction = (who: Identity) => [
  `+CGSN: "${who.imei}"`,
  `+CIMI: ${who.imsi}`,
  `+ICCID: ${who.iccid}`,
  `+CNUM: ,"+${who.number}",145`,
  `+CGPADDR: 1,"${who.v4}","${who.dotted}"`,
  `+CGPADDR: 2,"${who.v6}"`,
  `+CEREG: 2,1,"${hex(who.area)}","0${hex(who.cell)}",7`,
]

const listening = (who: Identity, ...lines: readonly string[]) => {
  const mask = createMask()
  for (const line of [...introduction(who), ...lines]) mask.learn(line)
  return mask
}
/** No eight digits of a secret in a row are left, the kept beginning aside. */
function shows(text: string, secret: string, kept: number): boolean {
  const bare = text.toUpperCase().replace(/[ -]/g, '')
  const windows = Array.from({ length: secret.length - kept - 7 }, (_, at) =>
    secret.slice(kept + at, kept + at + 8),
  )
  return windows.some(eight =>
    [eight, swap(eight), inHex(eight, true), inHex(eight, false)].some(form => bare.includes(form)),
  )
}

describe('the mask', () => {
  it.each(writings)('shows no IMEI, IMSI, card or telephone number %s, and keeps the length', (_, write) => {
    fc.assert(
      fc.property(identity, who => {
        const mask = listening(who)
        for (const [secret, kept] of [
          [who.imei, 5],
          [who.imsi, 6],
          [who.iccid, 5],
          [who.number, 2],
        ] as const) {
          const line = write(secret)
          const masked = mask.line(line)
          expect(shows(masked, secret, kept), `${line} → ${masked}`).toBe(false)
          expect(masked).toHaveLength(line.length)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('gives one value one pseudonym, in every form and every line, and different values different ones', () => {
    fc.assert(
      fc.property(identity, who => {
        const mask = listening(who)
        const [plain = ''] = /\d{15}/.exec(mask.line(`+CIMI: ${who.imsi}`)) ?? []
        expect(mask.line(`"${who.imsi}"`)).toBe(`"${plain}"`)
        expect(mask.line(`+CRSM: 144,0,"08${swap(`9${who.imsi}`)}"`)).toBe(
          `+CRSM: 144,0,"08${swap(`9${plain}`)}"`,
        )
        expect(mask.line(inHex(who.imsi, true))).toBe(inHex(plain, true))
        const all = [who.imei, who.imsi, who.iccid, who.number].map(text => mask.line(`+X: "${text}",145`))
        expect(new Set(all).size).toBe(new Set([who.imei, who.imsi, who.iccid, who.number]).size)
      }),
      { numRuns: 100 },
    )
  })

  it('keeps the operator of the IMSI and what else names nobody', () => {
    fc.assert(
      fc.property(identity, who => {
        const mask = listening(who)
        const plmn = who.imsi.slice(0, who.imsi.startsWith('3') ? 6 : 5)
        expect(mask.line(`+CIMI: ${who.imsi}`)).toContain(`+CIMI: ${plmn}`)
        for (const line of [
          '+COPS: 0,2,"23201",7',
          '+CSQ: 24,99',
          'EM7565 SWI9X50C_01.14.02.00 2e210b jenkins 2020/08/19 21:53:56',
          '+GTACT: 10,3,2,1,5,8,101,103,105,107,108,120',
          'Bands: 1 3 5 7 8 20 28 38 40 41 66',
          '+QCFG: "band",0x93,0x1a0000800d5,0x0',
        ])
          expect(mask.line(line)).toBe(line)
      }),
      { numRuns: 50 },
    )
  })

  it('shows no address, in any of the forms of 3GPP, and keeps their kind', () => {
    fc.assert(
      fc.property(identity, who => {
        const mask = listening(who)
        const text = mask.line(`+CGCONTRDP: 1,5,"net","${who.v4}.255.255.255.0","${who.v4}","${who.dotted}"`)
        expect(text).not.toContain(who.v4)
        expect(text).not.toContain(who.dotted.split('.').slice(8).join('.'))
        expect(text).toMatch(
          /^\+CGCONTRDP: 1,5,"net","10\.[\d.]+255\.255\.255\.0","10\.[\d.]+","32\.(?:\d+\.){14}\d+"$/,
        )
        const v6 = mask.line(`inet6 ${who.v6}/64`)
        expect(v6).toMatch(/^inet6 2001:(?:[\dA-F]+:){6}[\dA-F]+\/64$/)
        expect(v6.toLowerCase()).not.toContain(who.v6.slice(5))
      }),
      { numRuns: 100 },
    )
  })

  it('shows no cell, hexadecimal or decimal, and not its area beside it', () => {
    fc.assert(
      fc.property(identity, who => {
        const mask = listening(who)
        const line = mask.line(`1,4,232,01,${hex(who.area)},${hex(who.cell)},1300,211`)
        expect(line).toMatch(/^1,4,232,01,[\dA-F]{4},[\dA-F]{6,7},1300,211$/)
        expect(line).not.toContain(`,${hex(who.cell)},`)
        expect(line).not.toContain(`,${hex(who.area)},`)
        expect(mask.line(`eNB cell ${who.cell}`)).not.toContain(String(who.cell))
      }),
      { numRuns: 100 },
    )
  })

  it('gives one address one pseudonym, with colons, with dots and packed, and keeps its length', () => {
    fc.assert(
      fc.property(identity, who => {
        const bytes = who.dotted.split('.').map(Number)
        const groups = bytes.flatMap((byte, at) => (at % 2 ? [] : [byte * 256 + Number(bytes[at + 1])]))
        const [full, colons] = [4, 1].map(n => groups.map(g => g.toString(16).padStart(n, '0')).join(':'))
        const packed = bytes.map(byte => byte.toString(16).padStart(2, '0')).join('')
        const mask = createMask({ addresses: [who.dotted] })
        for (const text of [who.dotted, full, colons, packed]) {
          const line = `^X: ${text},1`
          expect(mask.line(line)).toHaveLength(line.length)
          expect(mask.line(line).toLowerCase()).not.toContain(String(text).slice(-9).toLowerCase())
        }
        const back = mask.line(`^X: ${packed}`).slice(4).match(/../g) ?? []
        const dotted = back.map(byte => Number.parseInt(byte, 16)).join('.')
        expect(mask.line(who.dotted)).toBe(dotted)
      }),
      { numRuns: 100 },
    )
  })

  it('learns the packed address of a Huawei stick, and hides it where it stands with dots', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 254 }), { minLength: 4, maxLength: 4 }), bytes => {
        const packed = [...bytes]
          .reverse()
          .map(byte => byte.toString(16).padStart(2, '0').toUpperCase())
          .join('')
        const line = `^DHCP: ${packed},00FFFFFF,${packed}`
        const mask = createMask()
        mask.learn(line)
        expect(mask.line(line)).not.toContain(packed)
        expect(mask.line(`inet ${bytes.join('.')}/30`)).not.toContain(bytes.join('.'))
        expect(mask.line(line)).toMatch(/^\^DHCP: ([\dA-F]{8}),00FFFFFF,\1$/)
      }),
      { numRuns: 100 },
    )
  })

  it('shows no device: hardware address and serial number, with colons and without', () => {
    const nibble = fc.constantFrom(...'0123456789abcdef')
    fc.assert(
      fc.property(fc.array(nibble, { minLength: 12, maxLength: 12 }), digits(9), (nibbles, number) => {
        const mac = (nibbles.join('').match(/../g) ?? []).join(':')
        const mask = createMask({ macs: [mac], serials: [`MF${number}`] })
        const line = mask.host(`wwan0: register, ${mac}; ${nibbles.join('')}; SerialNumber: MF${number}`)
        expect(line.toLowerCase()).toContain(mac.slice(0, 8))
        expect(line.toLowerCase()).not.toContain(mac)
        expect(line.toLowerCase()).not.toContain(nibbles.join(''))
        expect(line).not.toContain(number)
        expect(createMask().host(`SerialNumber: MF${number}`)).not.toContain(number)
      }),
      { numRuns: 100 },
    )
  })

  it('shows no area that is named, also where its cell does not stand beside it', () => {
    fc.assert(
      fc.property(identity, who => {
        const mask = listening(who)
        expect(mask.line(`TAC_ID: ${who.area}`)).not.toContain(String(who.area))
        expect(mask.line(`"tac":"${hex(who.area)}"`)).not.toContain(hex(who.area))
        expect(mask.line('DL CHANNEL: 6300')).toBe('DL CHANNEL: 6300')
      }),
      { numRuns: 100 },
    )
  })

  it('shows no part of an identity that goes about alone', () => {
    fc.assert(
      fc.property(identity, who => {
        const mask = createMask(who)
        expect(mask.line(`+X: ${who.imei.slice(0, 14)}01`)).not.toContain(who.imei.slice(5, 14))
        expect(mask.line(`nai ${who.imsi.slice(5)}@x`)).not.toContain(who.imsi.slice(6))
        expect(mask.line(`+X: "${who.iccid.slice(0, -1)}"`)).not.toContain(who.iccid.slice(6, -1))
      }),
      { numRuns: 100 },
    )
  })

  it('counts what it has replaced, each value once', () => {
    const mask = createMask({ imei: '351234567890123' })
    for (const line of ['+CGSN: 351234567890123', 'IMEI: 351234567890123']) mask.line(line)
    expect(mask.counts()).toEqual({ imei: 1 })
  })

  it('shows no number of others that it has not seen before, also with blanks', () => {
    fc.assert(
      fc.property(identity, digits(10), (who, other) => {
        const line = listening(who).line(`calls +43 ${other.slice(0, 3)} ${other.slice(3)} now`)
        expect(line.replace(/[ +]/g, '')).not.toContain(other)
        expect(line).toMatch(/^calls \+43 \d{3} \d{7} now$/)
      }),
      { numRuns: 100 },
    )
  })

  it('computes a pseudonym from nothing of the value', () => {
    const one = createMask({ imei: '351234567890123' }).line('351234567890123')
    const other = createMask({ imei: '351239999999999' }).line('351239999999999')
    expect([one.slice(0, 5), other.slice(0, 5)]).toEqual(['35123', '35123'])
    fc.assert(
      fc.property(digits(10), rest => {
        const shown = createMask({ imei: `35123${rest}` })
          .line(`35123${rest}`)
          .slice(5)
        for (const [at, digit] of [...shown].entries()) expect(digit).not.toBe(rest[at])
      }),
    )
  })

  it('shows no PIN, PUK or password of a command', () => {
    const mask = createMask()
    for (const line of [
      'AT+CPIN="7391"',
      'AT+CPWD="SC","7391","8402"',
      'AT+CLCK="SC",1,"7391"',
      'AT+CGAUTH=1,1,"me","7391"',
    ])
      expect(mask.line(line, true)).toMatch(/^AT\+\w+=\*\*\*$/)
    expect(mask.line('AT+CLCK="SC",2', true)).toBe('AT+CLCK="SC",2')
    expect(mask.line('ATD0664123456;', true)).toBe('ATD***;')
    expect(mask.line('+CGAUTH: 1,2,"alice","s3cret"')).toBe('+CGAUTH: 1,2,"***","***"')
    expect(mask.line('+QICSGP: 1,"internet","alice","s3cret",2')).toBe('+QICSGP: 1,"internet","***","***",2')
    expect(mask.line('+CPBR: 1,"0664123456",129,"Alice"')).toMatch(
      /^\+CPBR: 1,"\d{10}",129,"\(5 characters\)"$/,
    )
  })
})

describe('a text of a message', () => {
  const secret = 'Your code is 4711'
  const shown = (lines: readonly string[]) => {
    const mask = createMask()
    for (const line of lines) mask.learn(line)
    return lines.map(line => mask.line(line)).join('\n')
  }

  it.each([
    ['+CMT', ['+CMT: "+436641234567","Alice Doe","25/01/01,12:00:00+04"', secret]],
    ['+CMT in PDU mode', ['+CMT: ,23', '0791727301001000F5040B917228310010F5000042508C5C2B07']],
    ['+CMT of two lines', ['+CMT: "BankOfMe",,"25/01/01,12:00:00+04"', 'Hello,', secret]],
    ['+CMGR', ['+CMGR: "REC READ","+436641234567","Alice Doe","25/01/01,12:00:00+04"', secret, 'Bye.', 'OK']],
    [
      '+CMGL',
      [
        '+CMGL: 1,"REC UNREAD","BankOfMe",,"25/01/01,12:00:00+04"',
        secret,
        '+CMGL: 2,"STO SENT","",,""',
        secret,
        'OK',
      ],
    ],
    ['+CBM', ['+CBM: 1,50,1,1,1', secret]],
    ['+CDS', ['+CDS: 25', '0006D60B917228310010F5']],
    ['+CUSD', [`+CUSD: 0,"${secret}",15`]],
    ['+CUSD over lines', [`+CUSD: 0,"${secret}`, `and ${secret}`, `${secret}",15`, '+CSQ: 24,99']],
    ['+CUSD in UCS2', [`+CUSD: 0,"${inHex(secret, true)}",72`]],
  ] as const)('of %s is not shown', (_, lines) => {
    const text = shown(lines)
    for (const part of [
      '4711',
      'code',
      'Alice',
      'BankOfMe',
      'Hello',
      'Bye',
      inHex('code', true),
      '7228310010',
      '42508C',
    ])
      expect(text).not.toContain(part)
    expect(text).toMatch(/^\+C\w+: /)
    expect(text).toContain(' characters)')
  })

  it('ends with the next answer: what comes then is shown', () => {
    const lines = ['+CMT: "+436641234567",,"25/01/01,12:00:00+04"', secret, '+CSQ: 24,99', 'OK', 'Model']
    expect(shown(lines)).toMatch(/\n\+CSQ: 24,99\nOK\nModel$/)
    expect(shown(['+CMTI: "SM",3', 'Model'])).toBe('+CMTI: "SM",3\nModel')
  })
})
