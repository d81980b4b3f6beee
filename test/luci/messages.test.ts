import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { resources } from '../../build/luci/module.ts'
import { planText } from '../../src/messages/sms.ts'
import { accessibility, browserProblem, overflows, type Pages, shoot } from '../world/browser/browser.ts'
import { browsing } from '../world/browser/browsing.ts'
import { soon } from '../world/browser/soon.ts'
import { lively } from '../world/demo/behaviours.ts'
import { repository } from '../world/memory/host.ts'
import { type Messages, messages, type Slot } from '../world/modem/messages.ts'
import { deliver, delivered } from '../world/modem/received.ts'
import { ussd } from '../world/modem/ussd.ts'

const lte = 'fibocom/fg621-lte-a'

const hostile = [
  '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>',
  '"><svg/onload=window.harmed=1> &lt;b&gt; \u202Etxt.exe\u202C \u0007',
] as const

const inbox: Record<number, Slot> = {
  1: [1, deliver('491701111111', 'Are you there?', 1)],
  2: [0, deliver('491701111111', hostile[0], 2)],
  3: [1, deliver('491702222222', hostile[1], 3)],
}

const answering = (given: Messages) => ({
  modems: [lte],
  behaviours: (script: Parameters<typeof lively>[0]) => [
    messages(given),
    ussd({
      says: {
        '*100#': { news: ['1,"1 Balance <b>', '2 Tariff",15'], after: 100 },
        '1': { news: ['2,"Balance: 12.50",15'], after: 100 },
      },
    }),
    ...lively(script),
  ],
})

/** The page when it has sent a code to the operator: the field of the code, and what was said. */
async function sendCode(open: Pages['open']) {
  const page = await open('messages')
  const code = page.getByRole('textbox', { name: 'Code' })
  await code.fill('*100#')
  await code.press('Enter')
  return { page, code, said: page.locator('.cm-said') }
}

/** The counting of the page, out of its two modules. */
function counting(): (text: string) => { alphabet: string; language: string | null; parts: number[] } {
  const module = (name: string, ...given: readonly object[]) => {
    const source = readFileSync(join(repository, resources, `modem/messages/${name}.js`), 'utf8')
    return new Function('baseclass', 'alphabet', source)({ extend: (members: object) => members }, ...given)
  }
  return module('count', module('alphabet')).of
}

describe('the counting of the page', () => {
  const of = counting()
  const planned = (text: string) => {
    const { alphabet, shifts, parts } = planText(text)
    return { alphabet, language: shifts.single, parts: parts.map(part => [...part].length) }
  }

  it.each([
    ['', 'gsm7', [0]],
    ['a'.repeat(160), 'gsm7', [160]],
    ['a'.repeat(161), 'gsm7', [153, 8]],
    [`${'a'.repeat(152)}€€${'a'.repeat(10)}`, 'gsm7', [152, 12]],
    ['Ж'.repeat(70), 'ucs2', [70]],
    [`${'Ж'.repeat(66)}🙂Ж🙂Ж`, 'ucs2', [66, 4]],
  ] as const)('counts places and parts at the limits (%#)', (text, alphabet, parts) => {
    expect(of(text)).toMatchObject({ alphabet, parts })
  })

  it('agrees with the splitting of the modem service for whatever is written', () => {
    const letters = fc.constantFrom(...'aZ€{\\^~\n\f@£ΔçğıŞÁíõúÊ`Жя漢🙂', '\uD83D')
    const text = fc.array(letters, { maxLength: 320 }).map(chars => chars.join(''))
    const mostly = fc.tuple(fc.stringMatching(/^[a-z ]{0,320}$/), fc.array(letters, { maxLength: 4 }))
    const either = fc.oneof(
      text,
      mostly.map(([plain, more]) => plain + more.join('')),
    )
    fc.assert(
      fc.property(either, written => {
        expect(of(written)).toMatchObject(planned(written))
      }),
      { numRuns: 300 },
    )
  })
})

describe.skipIf(browserProblem !== null)('the messages page', () => {
  const { serve } = browsing()
  const thread = (page: Page, number: string) => page.locator('.cm-thread', { hasText: number })
  const message = (page: Page) => page.getByRole('textbox', { name: 'Text' })

  it('shows conversations by number, the newest first, and takes no text for markup', async () => {
    const { open } = await serve(answering({ slots: { ME: inbox }, sizes: { SM: 50, ME: 3 } }))
    const page = await open('messages')
    await soon(() => page.locator('.cm-thread > summary b').allInnerTexts()).toEqual([
      '+491702222222',
      '+491701111111',
    ])
    expect(await page.locator('.cm-messages').first().innerText()).toMatch(
      /Full: modem \(ME\)\.\s+No further message comes in.*3 of 3 places/s,
    )
    expect(await thread(page, '1111').locator('summary').innerText()).toMatch(/new: 1.*2026/s)
    await thread(page, '1111').locator('summary').click()
    await thread(page, '2222').locator('summary').press('Enter')
    await soon(() => thread(page, '1111').locator('.cm-text').allInnerTexts()).toEqual([
      hostile[0],
      'Are you there?',
    ])
    expect(await thread(page, '2222').locator('.cm-text').textContent()).toBe(hostile[1])
    expect(await page.locator('.cm-threads :is(img, script, svg)').count()).toBe(0)
    expect(await page.evaluate('window.harmed')).toBeUndefined()
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'messages')
    await page.setViewportSize({ width: 390, height: 800 })
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await overflows(page)).toBe(false)
    expect(await accessibility(page)).toEqual([])
    await shoot(page, 'messages-phone-dark')
  })

  it('deletes one message and a whole conversation, after asking', async () => {
    const { open, router } = await serve(answering({ slots: { ME: inbox } }))
    const page = await open('messages')
    const sure = (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click()
    await thread(page, '1111').locator('summary').click()
    await thread(page, '1111').getByRole('button', { name: 'Delete the message' }).first().click()
    await sure('Cancel')
    await thread(page, '1111').getByRole('button', { name: 'Delete the message' }).first().click()
    await sure('Delete')
    await soon(() => thread(page, '1111').locator('.cm-text').allInnerTexts()).toEqual(['Are you there?'])
    await thread(page, '1111').getByRole('button', { name: 'Delete the conversation' }).click()
    await sure('Delete')
    await soon(() => thread(page, '1111').count()).toBe(0)
    expect(await router.call('messages', {})).toMatchObject({ found: 1 })
  })

  it('counts while one writes, sends by the keyboard alone, and tells of the delivery', async () => {
    const { open, modem } = await serve(
      answering({ slots: { ME: { 1: [1, delivered('491703333333', 42)] } } }),
    )
    const page = await open('messages')
    const send = page.getByRole('button', { name: 'Send', exact: true })
    const counted = page.locator('.cm-count')
    await message(page).fill('Hello €')
    expect(await counted.innerText()).toBe(
      '7 characters, alphabet GSM 7. Parts: 1. Free in the last one: 152.',
    )
    expect(await send.isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'To' }).fill('+491703333333')
    expect(await send.isDisabled()).toBe(false)
    await message(page).fill('Ж'.repeat(671))
    expect(await counted.innerText()).toMatch(/UCS2\. Parts: 11\..*At most 10 parts/)
    expect(await send.isDisabled()).toBe(true)
    await message(page).fill('Ждём 🙂')
    expect(await counted.innerText()).toMatch(
      /6 characters, alphabet UCS2\. Parts: 1\. Free in the last one: 63/,
    )
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await soon(() => page.locator('.cm-messages').nth(1).innerText()).toMatch(/The message is sent\./)
    expect(modem.calls.find(({ method }) => method === 'send_message')?.args).toEqual({
      modem: 'usb-1-1',
      to: '+491703333333',
      text: 'Ждём 🙂',
      report: true,
    })
    await thread(page, '3333').locator('summary').click()
    await soon(() => thread(page, '3333').locator('.cm-own').innerText()).toMatch(/Ждём 🙂.* · delivered/s)
    expect(await accessibility(page)).toEqual([])
  })

  it('follows the job of a message that takes long, and never sends it again', async () => {
    const { open, modem } = await serve(answering({ fates: [{ refused: '+CMS ERROR: 38' }] }))
    const { call } = modem
    modem.call = async (method, args, ...more) => {
      const reply = (await call(method, args, ...more)) as { state?: string; parts?: object[] }
      return method === 'send_message' ? { ...reply, state: 'sending' } : reply
    }
    const page = await open('messages')
    await page.getByRole('textbox', { name: 'To' }).fill('80001')
    await message(page).fill('STAN')
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await soon(() => page.locator('.cm-messages').nth(1).innerText()).toMatch(
      /The message was not sent\.\s+0 of 1 parts are sent\. The modem refused/,
    )
    expect(await message(page).inputValue()).toBe('STAN')
    expect(modem.calls.filter(({ method }) => method === 'send_message')).toHaveLength(1)
  })

  it('sends a code to the operator, answers its menu, and closes the session', async () => {
    const { open, modem } = await serve(answering({}))
    const { page, code, said } = await sendCode(open)
    await soon(() => said.innerText()).toMatch(/waits for an answer\.\s+1 Balance <b>\s+2 Tariff/)
    await page.getByRole('textbox', { name: 'Answer' }).fill('1')
    await page.keyboard.press('Enter')
    await soon(() => said.innerText()).toMatch(/has answered\.\s+Balance: 12\.50/)
    expect(await page.getByRole('button', { name: 'End the session' }).count()).toBe(0)
    await code.press('Enter')
    await page.getByRole('button', { name: 'End the session' }).click()
    await soon(() => said.innerText()).toMatch(/The session is closed/)
    expect(modem.calls.some(({ method }) => method === 'ussd_cancel')).toBe(true)
    expect(await accessibility(page)).toEqual([])
  })

  it('finds an open session again when it is loaded anew, and ends one that stands in the way', async () => {
    const { open, modem } = await serve(answering({}))
    const { page, code, said } = await sendCode(open)
    await soon(() => said.innerText()).toMatch(/waits for an answer\.\s+1 Balance <b>/)
    await page.reload()
    await soon(() => said.innerText()).toMatch(/waits for an answer\.\s+1 Balance <b>/)
    await page.evaluate("sessionStorage.removeItem('modem.ussd')")
    await page.reload()
    await code.fill('*100#')
    await code.press('Enter')
    await soon(() => said.innerText()).toMatch(/a session may still be open/)
    await said.getByRole('button', { name: 'End the session' }).click()
    await soon(() => said.innerText()).toMatch(/The session is closed/)
    await code.fill('*21*0123#')
    await code.press('Enter')
    const dialog = page.getByRole('alertdialog')
    expect(await dialog.innerText()).toMatch(/changes a service at the operator/)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(modem.calls.filter(({ method }) => method === 'ussd')).toHaveLength(2)
  })

  it('chooses where messages are kept, when somebody opens that', async () => {
    const { open, modem, router } = await serve(answering({ sizes: { SM: 50, ME: 23 } }))
    const page = await open('messages')
    await page.getByText('Where messages are kept').click()
    const keep = page.getByRole('button', { name: 'Keep them there' })
    expect(await keep.isDisabled()).toBe(true)
    await page.getByRole('combobox', { name: 'Storage of new messages' }).selectOption('SM')
    await keep.click()
    await soon(() => page.locator('.cm-fold .cm-result').innerText()).toMatch(
      /Done, and read back\.\s+New messages are kept here: SIM card \(SM\)/,
    )
    expect(await router.call('message_storage', {})).toMatchObject({ current: { receive: 'SM' } })
    expect(modem.calls.filter(({ method }) => method === 'message_storage')).toHaveLength(1)
  })

  it.each([
    ['may only read', (groups: readonly string[]) => ({ read: groups })],
    ['lacks the group', () => ({ read: ['modem-status'], write: ['modem-control'] })],
  ] as const)('tells a login that %s why it sees no messages', async (_name, visitor) => {
    const { open, router } = await serve({ ...answering({ slots: { ME: inbox } }), visitor })
    const page = await open('messages')
    await soon(() => page.locator('.cm-body').innerText()).toMatch(/may not read messages\..*modem-messages/s)
    expect(await page.getByRole('textbox').count()).toBe(0)
    expect(router.modems[0]?.log.some(({ line }) => line.includes('CMGL'))).toBe(false)
    expect(await accessibility(page)).toEqual([])
  })

  it('says what to do when the modem refuses to list its messages', async () => {
    const { open } = await serve({ modems: [lte] })
    const page = await open('messages')
    await soon(() => page.locator('.cm-threads').innerText()).toMatch(
      /The modem does not say|cannot do that|unexpected/,
    )
    expect(await message(page).isVisible()).toBe(true)
  })
})
