import { describe, expect, it } from 'vitest'
import {
  modembandError,
  modembandHelp,
  modembandName,
  modembandRequest,
  setModemband,
  showModemband,
  unsupported,
} from '../../src/shim/modemband.ts'
import { bands } from '../world/memory/shown.ts'

const nr = bands({
  supported: { lte: [1, 20], nr_nsa: [1, 78, 257], nr_sa: [28, 66] },
  enabled: { lte: [20], nr_nsa: [78], nr_sa: null },
})
const show = (command: string, reply = bands()) => showModemband(command, reply, 'Quectel EC25')

describe('modemband’s lists', () => {
  it('are numbers with blanks between', () => {
    expect(show('getinfo')).toBe('Quectel EC25\n')
    expect(show('getsupportedbands')).toBe('1 3 5 7 8 20 38 40 41\n')
    expect(show('getbands')).toBe('1 3 7 20\n')
  })

  it('are one line for each band in the extended form, unknown bands left out', () => {
    expect(show('getsupportedbandsext', bands({ supported: { lte: [1, 8, 20, 32, 38, 999] } }))).toBe(
      ' 1: FDD 2100 MHz\n 8: FDD  900 MHz\n20: FDD  800 MHz\n32: SDL 1500 MHz\n38: TDD 2600 MHz\n',
    )
    expect(show('getbandsext')).toBe(
      ' 1: FDD 2100 MHz\n 3: FDD 1800 MHz\n 7: FDD 2600 MHz\n20: FDD  800 MHz\n',
    )
  })

  it('exist for both kinds of 5G', () => {
    expect(show('getsupportedbands5gnsa', nr)).toBe('1 78 257\n')
    expect(show('getbands5gnsa', nr)).toBe('78\n')
    expect(show('getsupportedbandsext5gnsa', nr)).toBe(' 1: FDD 2100 MHz\n78: TDD 3500 MHz\n257: 28 GHz\n')
    expect(show('getbandsext5gnsa', nr)).toBe('78: TDD 3500 MHz\n')
    expect(show('getsupportedbands5gsa', nr)).toBe('28 66\n')
    expect(show('getsupportedbandsext5gsa', nr)).toBe('28: FDD  700 MHz\n66: FDD 1700/2100 MHz\n')
  })

  it('are empty where the modem did not tell which bands it uses', () => {
    expect(show('getbands5gsa', nr)).toBe('\n')
    expect(show('getbandsext5gsa', nr)).toBe('')
  })

  it('are unsupported where the model cannot do it', () => {
    for (const command of [
      'getsupportedbands5gnsa',
      'getbands5gnsa',
      'getsupportedbands5gsa',
      'getbands5gsa',
    ])
      expect(show(command)).toBe('Unsupported\n')
    expect(show('getsupportedbandsext5gsa')).toBe('')
    expect(show('getbands', bands({ supported: {}, enabled: {} }))).toBe('Unsupported\n')
    expect(unsupported).toBe('Unsupported\n')
  })
})

describe('modemband’s JSON', () => {
  it('has the spacing of jshn and numbers for bands', () => {
    const reply = bands({ supported: { lte: [1, 20, 999] }, enabled: { lte: [1, 20] } })
    expect(show('json', reply)).toBe(
      '{ "modem": "Quectel EC25", "supported": [ { "band": 1, "txt": "FDD 2100 MHz" }, ' +
        '{ "band": 20, "txt": "FDD  800 MHz" }, { "band": 999, "txt": "" } ], "enabled": [ 1, 20 ] }\n',
    )
  })

  it('has the 5G lists only where they are supported', () => {
    expect(Object.keys(JSON.parse(show('json')))).toEqual(['modem', 'supported', 'enabled'])
    expect(JSON.parse(show('json', nr))).toEqual({
      modem: 'Quectel EC25',
      supported: [
        { band: 1, txt: 'FDD 2100 MHz' },
        { band: 20, txt: 'FDD  800 MHz' },
      ],
      enabled: [20],
      supported5gnsa: [
        { band: 1, txt: 'FDD 2100 MHz' },
        { band: 78, txt: 'TDD 3500 MHz' },
        { band: 257, txt: '28 GHz' },
      ],
      enabled5gnsa: [78],
      supported5gsa: [
        { band: 28, txt: 'FDD  700 MHz' },
        { band: 66, txt: 'FDD 1700/2100 MHz' },
      ],
      enabled5gsa: [],
    })
  })

  it('is valid whatever the name holds', () => {
    const name = 'A"\\\n\x01\u2028\ud800'
    expect(JSON.parse(showModemband('json', bands(), name)).modem).toBe(name)
    expect(showModemband('json', bands(), name).split('\n')).toHaveLength(2)
  })
})

describe('modemband’s summary', () => {
  it('is what every other command gives, and none', () => {
    const lte = bands({ supported: { lte: [1, 20] }, enabled: { lte: [20] } })
    const text =
      'Modem: Quectel EC25\nSupported LTE bands: 1 20\nEnabled LTE bands: 20\n\n' +
      ' 1: FDD 2100 MHz\n20: FDD  800 MHz\n'
    expect(show('', lte)).toBe(text)
    expect(show('getbands5g', lte)).toBe(text)
  })

  it('has a block for each kind of 5G the model supports', () => {
    expect(show('', nr)).toBe(
      'Modem: Quectel EC25\nSupported LTE bands: 1 20\nEnabled LTE bands: 20\n\n' +
        ' 1: FDD 2100 MHz\n20: FDD  800 MHz\n' +
        'Supported 5G NSA bands: 1 78 257\nEnabled 5G NSA bands: 78\n\n' +
        ' 1: FDD 2100 MHz\n78: TDD 3500 MHz\n257: 28 GHz\n' +
        'Supported 5G SA bands: 28 66\nEnabled 5G SA bands: \n\n28: FDD  700 MHz\n66: FDD 1700/2100 MHz\n',
    )
  })
})

describe('modemband’s arguments', () => {
  it('choose the setter by its suffix', () => {
    expect(modembandRequest(['setbands', '1 3 20'])).toEqual({ kind: 'set', rat: 'lte', bands: [1, 3, 20] })
    expect(modembandRequest(['setbands5gnsa', '78'])).toEqual({ kind: 'set', rat: 'nr_nsa', bands: [78] })
    expect(modembandRequest(['setbands5gsa', 'default'])).toEqual({
      kind: 'set',
      rat: 'nr_sa',
      bands: 'default',
    })
  })

  it('may be one or several, in any spacing, each band once', () => {
    expect(modembandRequest(['setbands', ' 20  3\t3\n1 '])).toMatchObject({ bands: [20, 3, 1] })
    expect(modembandRequest(['setbands', '1', '3'])).toMatchObject({ bands: [1, 3] })
  })

  it('skip what is no number, and do nothing when nothing is left', () => {
    expect(modembandRequest(['setbands', '1 x 38/39 -7 3.5 0x5 7'])).toMatchObject({ bands: [1, 7] })
    for (const args of [['setbands'], ['setbands', ''], ['setbands', 'all; reboot'], ['setbands', '0 12345']])
      expect(modembandRequest(args)).toEqual({ kind: 'nothing' })
  })

  it('show something otherwise', () => {
    expect(modembandRequest(['help'])).toEqual({ kind: 'help' })
    expect(modembandRequest(['json'])).toEqual({ kind: 'show', command: 'json' })
    expect(modembandRequest([])).toEqual({ kind: 'show', command: '' })
    expect(modembandRequest(['setbands6g', '1'])).toEqual({ kind: 'show', command: 'setbands6g' })
  })
})

describe('modemband’s other texts', () => {
  it('say what is missing, as JSON where JSON was asked for', () => {
    expect(modembandError('getbands', 'model')).toBe('No supported modem was found, quitting...\n')
    expect(modembandError('json', 'model')).toBe('{"error":"No supported modem was found, quitting..."}\n')
    expect(modembandError('', 'port')).toBe('Port not found, quitting...\n')
    expect(modembandError('json', 'port')).toBe('{"error":"Port not found, quitting..."}\n')
  })

  it('are the modem’s answer after a change', () => {
    const lists = { requested: [1], before: [1, 3], after: [1], verified: true, restart_needed: false }
    expect(setModemband({ modem: 'usb-1-1', rat: 'lte', ...lists, answer: 'OK' })).toBe('OK\n')
  })

  it('name the model by the layout, else by itself', () => {
    const names = {
      vendor: 'huawei',
      model: 'E3372',
      manufacturer: 'HUAWEI_MOBILE',
      product: 'HUAWEI Mobile',
    }
    expect(modembandName(names, {})).toBe('Huawei E3372')
    expect(modembandName(names, { modemband: 'Huawei E3372h-320' })).toBe('Huawei E3372h-320')
    expect(modembandName(names, { modemband: '{manufacturer}/{product}' })).toBe(
      'HUAWEI_MOBILE/HUAWEI Mobile',
    )
    expect(modembandName({ ...names, vendor: null, model: null }, {})).toBe('HUAWEI Mobile')
    expect(modembandName({ ...names, model: null }, { modemband: 'Huawei {model}' })).toBe(
      'Huawei HUAWEI Mobile',
    )
    expect(modembandName({ vendor: null, model: null, manufacturer: null, product: null }, {})).toBe('')
  })

  it('are the modem’s own: a fixed name counts only for a modem that it names', () => {
    const shown = (modemband: string, model: string, product: string | null = null) =>
      modembandName({ vendor: 'Maker', model, manufacturer: null, product }, { modemband })
    expect(shown('Quectel EC200T-CN', 'EC200TCN', 'EC200T')).toBe('Quectel EC200T-CN')
    expect(shown('Quectel EC200T-CN', 'EC200TEU', 'EC200T')).toBe('Maker EC200TEU')
    expect(shown('Quectel EC200T-CN', 'EC200A', 'Android')).toBe('Maker EC200A')
    expect(shown('Sierra Wireless EM7455/MC7455/DW5811e', 'MC7455')).toMatch(/DW5811e$/)
    expect(shown('Sierra Wireless EM7455/MC7455/DW5811e', 'EM7455B')).toMatch(/DW5811e$/)
    expect(shown('Sierra Wireless EM7455/MC7455/DW5811e', 'MC7430')).toBe('Maker MC7430')
    expect(shown('Qualcomm Snapdragon(TM) X12 LTE-A', '0', 'HP lt4220 Qualcomm® Snapdragon™ X12 LTE-A')).toBe(
      'Qualcomm Snapdragon(TM) X12 LTE-A',
    )
  })

  it('list every command in the help', () => {
    const help = modembandHelp('modemband.sh')
    const sections = help.split('\n\n').map(section => section.split('\n')[0])
    expect(sections).toEqual([
      'Available commands:',
      'Manually specifying interface:',
      'for LTE modem',
      'for 5G NSA modem',
      'for 5G SA modem',
    ])
    expect(help).toContain('\n DEVICE=/dev/ttyUSB2 modemband.sh getinfo\n')
    expect(help).toContain('\n modemband.sh getsupportedbandsext5gsa\n')
    expect(help).toContain('\n modemband.sh setbands5gnsa ')
  })
})
