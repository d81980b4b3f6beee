import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { configuration_wrong } from '../../src/checks/configuration_wrong.ts'
import { diagnose } from '../../src/checks/diagnose.ts'
import { dialler_failed } from '../../src/checks/dialler_failed.ts'
import type { Finding } from '../../src/contract/doctor.ts'
import { mistakesAmong } from '../../src/discovery/configuration.ts'
import { healthy } from '../checks/healthy.ts'
import { everyError } from '../connection/errors.ts'
import { everySlip } from '../discovery/slips.ts'
import {
  accessibility,
  browserProblem,
  overflows,
  type PagesOptions,
  shoot,
} from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { answering } from '../world/browser/watched.ts'
import { lively } from '../world/demo/behaviours.ts'
import { takesAndForgets } from '../world/memory/changing.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import type { Login } from '../world/router/acl.ts'

/** What the doctor says of each code of a failed connection, and of each mistake in /etc/config/modem. */
function everyWord(): Finding[] {
  const { info } = healthy
  if (info === null) throw new Error('the healthy router is whole')
  const failed = everyError.flatMap(error => {
    const connection = { ...info.connection, state: 'down' as const, error, proto: error.subsystem }
    return diagnose({ ...healthy, info: { ...info, connection } }, [dialler_failed])
  })
  return [...failed, ...diagnose({ ...healthy, mistakes: mistakesAmong(everySlip) }, [configuration_wrong])]
}

/** As `soon`, for what asks the modem many things. */
const soon = <Value>(value: () => Promise<Value> | Value) => expect.poll(value, { timeout: 40_000 })

const lte = 'fibocom/fg621-lte-a'

/** In flight mode, and so in no network, until it is restarted. */
const inFlightMode: Behaviour = () => {
  let isOff = true
  return {
    answer(part) {
      if (/^\+CFUN=1/.test(part)) isOff = false
      if (isOff && part === '+CFUN?') return reply(['+CFUN: 4'])
      return isOff && /^\+C(?:E|G|5G)?REG\?$/.test(part) ? reply([`${part.slice(0, -1)}: 0,0`]) : undefined
    },
  }
}

const silenced: PagesOptions = { modems: [lte], behaviours: script => [inFlightMode, ...lively(script)] }
const everything = { read: ['*'], write: ['*'] }
const onlyLooks = { read: ['modem-status'] }

/** The programs that copy, below the router's root. */
function copying([program = '', ...words]: readonly string[], root: string) {
  if (!['dd', 'sha256sum', 'gzip'].includes(program)) return null
  const below = words.map(word => word.replace(/(^|=)(?=\/)/, `$1${root}`))
  const { status, stdout } = spawnSync(program, below, { encoding: 'utf8' })
  return { code: status, stdout }
}

/** What was found, when it has come to rest. */
async function findings(page: Page): Promise<string> {
  const found = page.locator('.cm-found')
  await soon(async () => (await found.count()) > 0 && (await found.locator('.spinning').count()) === 0).toBe(
    true,
  )
  await soon(() => found.locator('.cm-note').count()).toBeGreaterThan(0)
  return found.innerText()
}

/** Readable for everybody, in light and dark, on a desk and on a phone. */
async function isReadable(page: Page): Promise<void> {
  expect(await accessibility(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await accessibility(page)).toEqual([])
  expect(await overflows(page)).toBe(false)
}

describe.skipIf(browserProblem !== null)('the check-up', () => {
  const { serve } = browsing()

  it('sends to the settings who may change them, and tells others who may', async () => {
    let visitor: Login = everything
    const { open, router, modem } = await serve({ modems: [lte], visitor: () => visitor })
    writeFileSync(join(router.root, 'etc/config/modem'), "config modem 'attic'\n\toption mode 'lte'\n")
    for (const [who, way] of [
      [everything, 1],
      [onlyLooks, 0],
    ] as const) {
      visitor = who
      const page = await open('checkup')
      expect(await findings(page)).toMatch(/option path nor option port/)
      const finding = page.locator('[data-check=configuration_wrong]')
      expect(await finding.getByRole('link', { name: 'Settings' }).count()).toBe(way)
      expect(await finding.getByText('Your login may not do it').count()).toBe(1 - way)
      await page.close()
      await soon(() => modem.isIdle()).toBe(true)
    }
  })

  it('says calmly that all is well and what could not be looked at, and looks again', async () => {
    const { open, modem } = await serve({ modems: [lte], visitor: () => onlyLooks })
    const page = await open('checkup')
    expect(await findings(page)).toMatch(/All is well.*What could not be looked at/s)
    expect(await page.getByRole('button', { name: 'Download a report' }).count()).toBe(0)
    const looks = () => modem.calls.filter(({ method }) => method === 'doctor').length
    expect(looks()).toBe(1)
    await page.getByRole('button', { name: 'Look again' }).click()
    await soon(looks).toBe(2)
    await isReadable(page)
  })

  it('tells a fault with its reason, its cure and the page for it, to a router without a modem too', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-no-sim'] })
    const page = await open('checkup')
    expect(await findings(page)).toMatch(
      /Fault: The modem sees no SIM card\.\s+The card is not in.*What helps: Take the power away.*→ Control/s,
    )
    expect(await page.locator('.cm-findings > li').first().getAttribute('data-check')).toBe('sim_missing')
    const none = await (await serve({})).open('checkup')
    expect(await findings(none)).toMatch(/There is no modem on USB or PCI\..*What helps: Plug one in/s)
  })

  it('does what cures it by a button, after asking where it interrupts the connection', async () => {
    const { open, modem } = await serve({ ...silenced, visitor: () => everything })
    const page = await open('checkup')
    expect(await findings(page)).toMatch(/Fault: The radio of .* is off\./)
    await shoot(page, 'checkup')
    await isReadable(page)
    await page.getByRole('button', { name: 'Restart the modem' }).focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.innerText()).toMatch(/interrupted for about a minute/)
    await page.keyboard.press('Escape')
    expect(modem.calls.map(({ method }) => method)).not.toContain('restart')
    await page.getByRole('button', { name: 'Restart the modem' }).click()
    await dialog.getByRole('button', { name: 'Restart the modem' }).click()
    await soon(() => page.locator('.cm-found').innerText()).not.toMatch(/radio|looked at …/)
    expect(modem.calls.find(({ method }) => method === 'restart')?.args).toMatchObject({ how: 'soft' })
  }, 45_000)

  it('hands out a backup of the calibration as a file, with its sum, to whoever may have it', async () => {
    const { open, router } = await serve({ modems: [lte], visitor: () => everything, programs: copying })
    mkdirSync(join(router.root, 'sys/class/ubi/ubi0_2'), { recursive: true })
    writeFileSync(join(router.root, 'sys/class/ubi/ubi0_2/name'), 'Factory\n')
    writeFileSync(join(router.root, 'dev/ubi0_2'), 'calibration')
    const page = await open('checkup')
    const waiting = page.waitForEvent('download', { timeout: 40_000 })
    await page.getByRole('button', { name: 'Download a backup' }).click()
    const file = await waiting
    expect(file.suggestedFilename()).toMatch(/^factory-[\da-f]{12}\.bin\.gz$/)
    expect(gunzipSync(readFileSync(await file.path())).toString()).toBe('calibration')
    await soon(() => page.locator('#view').innerText()).toMatch(
      /SHA-256 [\da-f]{64}.*Keep them off the router/s,
    )
  })

  it('has no button for a login that may only look, and says so', async () => {
    const { open } = await serve({ ...silenced, visitor: () => onlyLooks })
    const page = await open('checkup')
    expect(await findings(page)).toMatch(/Your login may not do it; the administrator can\./)
    expect(await page.getByRole('button', { name: 'Restart the modem' }).count()).toBe(0)
  })

  it('speaks the language of the reader, the sentences of the doctor too', async () => {
    const { open } = await serve({ modems: ['fibocom/fg621-no-sim'] })
    const page = await open('checkup', { language: 'de' })
    expect(await findings(page)).toMatch(/Fehler: Das Modem sieht keine SIM-Karte\./)
  })

  it('says every cause of a failed connection and every mistake in the configuration in the language of the reader', async () => {
    const { open, modem } = await serve({ modems: [lte], visitor: () => everything })
    answering(modem, { doctor: { modem: 'usb-1-1', unseen: [], findings: everyWord() } })
    const page = await open('checkup', { language: 'de' })
    const text = await findings(page)
    expect(text).toMatch(/Fehler: wwan .* NO_SUBSCRIBER.*Die SIM-Karte war nicht bereit\./s)
    expect(text).toMatch(/Warnung: modem\.all_of_modem: /)
    expect(text.match(/^.*\b(?:the|is|are|not|of|that|there|needs|must|says|to|for|no)\b.*$/gm)).toBeNull()
  })

  it.each([
    [
      'de',
      /modem\.@watch\[0\]: es gibt keine Option intervall in einem Abschnitt watch; vielleicht ist interval gemeint/,
    ],
    ['en', /modem\.@watch\[0\]: there is no option intervall in a section watch; interval is meant, perhaps/],
  ])(
    'tells a mistake in the configuration at the head of each page too, in language %s',
    async (language, words) => {
      const { open, router } = await serve({ modems: [lte] })
      writeFileSync(join(router.root, 'etc/config/modem'), "config watch\n\toption intervall '10'\n", {
        mode: 0o600,
      })
      mkdirSync(join(router.root, 'etc/modem/models/usb'), { recursive: true })
      writeFileSync(join(router.root, 'etc/modem/models/usb/1209-0001.json'), 'none')
      const page = await open('checkup', { language })
      const notes = page.locator('.cm-note')
      await soon(() => notes.first().innerText()).toMatch(words)
      const [, model] = (await notes.first().innerText()).split(/\n+/).filter(line => line.includes(':'))
      expect(model).toMatch(/1209-0001\.json: /)
      expect(await findings(page)).toMatch(words)
    },
  )

  it('tells what was tried for the settings, and tries again at once what was given up', async () => {
    const forgetful = takesAndForgets(/^\+GTACT=\d/)
    const { open, router, modem } = await serve({
      modems: [lte],
      behaviours: script => [forgetful, ...lively(script)],
      visitor: () => everything,
    })
    writeFileSync(
      join(router.root, 'etc/config/modem'),
      "config modem 'main'\n\toption path '1-1'\n\toption mode 'lte'\n",
      { mode: 0o600 },
    )
    await router.call('apply', {})
    const page = await open('checkup')
    const records = page.locator('.cm-records')
    await soon(() => records.innerText()).toMatch(/Technology\s+lte\s+\d{4}-.*The modem did not take it\./s)
    expect(await records.innerText()).toMatch(/It is not tried again until/)
    await records.getByRole('button', { name: 'Try again' }).click()
    await soon(() => records.locator('.cm-result').innerText()).toMatch(/Technology: failed/)
    expect(modem.calls.find(({ method }) => method === 'apply')?.args).toMatchObject({
      what: 'modes',
      force: true,
    })
    await isReadable(page)
  })

  it('says in the language of the reader also what is put into its sentences', async () => {
    const { open, modem } = await serve({ modems: [lte], visitor: () => everything })
    const finding = (template: object) => ({ check: 'dialler_failed', severity: 'fault', template })
    const words = (text: string) => ({ text, values: {} })
    answering(modem, {
      doctor: {
        modem: 'usb-1-1',
        unseen: [],
        findings: [
          finding({
            what: '{interface} does not come up: {code}, {count} times since it was started.',
            why: '{reason}',
            cure: '{advice}',
            values: {
              interface: 'wwan',
              code: 'PUK_NEEDED',
              count: 3,
              reason: 'Blocked.',
              advice: 'Enter it.',
            },
            phrases: {
              reason: [words('The SIM card is blocked and waits for its PUK.')],
              advice: [words('No catalogue has this one.')],
            },
          }),
        ],
      },
    })
    const page = await open('checkup', { language: 'de' })
    const text = await findings(page)
    expect(text).toContain('Die SIM-Karte ist blockiert und wartet auf ihre PUK.')
    expect(text).not.toMatch(/Blocked|No catalogue/)
    expect(text).toContain('Enter it.')
  })
})
