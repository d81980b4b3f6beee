import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { Answers } from '../../src/asking/question.ts'
import type { UsbMode } from '../../src/contract/usb.ts'
import type { Settings } from '../../src/dialects/settings.ts'
import { matchModel } from '../../src/discovery/models.ts'
import type { Model } from '../../src/models/model.ts'
import { createHost, repository } from '../world/memory/host.ts'

/** Ids of which Linux 6.6 and 6.12 show serial ports: those of the driver `option`, and modems that are CDC-ACM devices. */
const serial = new Set([
  ...['2cb7:0104', '2cb7:0105', '2cb7:0111', '2cb7:0a04', '2cb7:0a05', '2cb7:0a06'],
  ...['0e8d:7126', '0e8d:7127', '1e0e:9001', '1e0e:9003', '1e0e:9011'],
  ...['8087:095a', '2cb7:0007'],
])

/** Ids of `qmi_wwan`; other network functions of USB are bound by their class, whatever the id. */
const qmi = new Set(['2cb7:0104', '1e0e:9001'])

/** Dialects whose modems keep their id in every mode. */
const keepsId = ['quectel', 'sierra']

/** What modems tell of their mode before it can be said which others there are. */
const told: readonly Record<string, readonly string[]>[] = [
  {},
  { '+CUSBPIDSWITCH?': ['+CUSBPIDSWITCH: 9001'] },
  {
    '!USBCOMP?': [
      'Config Index: 1',
      'Config Type:  1 (Generic)',
      'Interface bitmask: 0000100D (diag,nmea,modem,mbim)',
    ],
  },
]
const answersOf = (lines: Record<string, readonly string[]>): Answers => ({
  lines: ask => lines[ask] ?? null,
  answer: () => undefined,
})

/** Every composition of every model, with the model and its dialect. */
async function allModes(): Promise<{ who: string; dialect: string; mode: UsbMode }[]> {
  const found: { who: string; dialect: string; mode: UsbMode }[] = []
  const folder = path.join(repository, 'src/models')
  for (const file of fs.readdirSync(folder)) {
    const { models = [] } = (await import(path.join(folder, file))) as { models?: readonly Model[] }
    for (const { dialect, vendor, name, options } of models) {
      const half = path.join(repository, `src/dialects/${dialect}/settings.ts`)
      const { settings } = (await import(half)) as { settings: Settings }
      const setting = settings.usbMode
      if (setting === undefined || setting.available?.(options) === false) continue
      for (const lines of told)
        for (const mode of setting.modes(options, answersOf(lines)))
          found.push({ who: `${vendor} ${name} ${mode.id} ${mode.name}`, dialect, mode })
    }
  }
  return found
}

it('a USB mode promises what Linux will show of it, and its name says nothing else', async () => {
  const all = await allModes()
  expect(new Set(all.map(({ dialect }) => dialect))).toEqual(
    new Set(['fibocom', 'intel', 'quectel', 'sierra', 'simcom']),
  )
  const wrong = all.flatMap(({ who, dialect, mode }) => {
    const { name, vidpid, protocol, at_port, network } = mode
    const stays = vidpid === null && keepsId.includes(dialect)
    const mistakes = [
      at_port && !stays && !serial.has(vidpid ?? '') ? 'at_port, but no driver for its serial ports' : '',
      network && protocol === null ? 'network, but no protocol' : '',
      network && protocol === 'qmi' && !stays && !qmi.has(vidpid ?? '')
        ? 'network, but not for qmi_wwan'
        : '',
      at_port && /no AT port|without AT port|does not know|alone/i.test(name)
        ? 'at_port against its name'
        : '',
      network && /no network|alone/i.test(name) ? 'network against its name' : '',
      !at_port && !/AT port|Linux|alone/.test(name) ? 'no at_port, and the name does not say so' : '',
    ]
    return mistakes.filter(mistake => mistake !== '').map(mistake => `${who}: ${mistake}`)
  })
  expect([...new Set(wrong)]).toEqual([])
})

it('leads to no id under which the modem is unknown, so that the way back from it is known too', async () => {
  const host = createHost([])
  const lost: string[] = []
  for (const { who, dialect, mode } of await allModes()) {
    const { vidpid, at_port, id } = mode
    if (vidpid === null || !at_port) continue
    const [, ...words] = who.replace(` ${id} ${mode.name}`, '').split(' ')
    const { files, data } = host.platform
    const { model } = matchModel(files, data, 'usb', vidpid, [words.join(' ')])
    const half = path.join(repository, `src/dialects/${model.dialect}/settings.ts`)
    const { settings } = (await import(half)) as { settings: Settings }
    const isKnown = settings.usbMode !== undefined && (settings.usbMode.available?.(model.options) ?? true)
    if (model.dialect !== dialect || !isKnown) lost.push(`${who}: ${vidpid} is ${model.name || 'unknown'}`)
  }
  expect(lost).toEqual([])
})
