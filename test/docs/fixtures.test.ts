import { describe, expect, it } from 'vitest'
import { parseFixture, renderFixture } from '../world/modem/fixture.ts'
import { createSimulator } from '../world/modem/simulator.ts'
import { createClock, simulatedTransport } from '../world/modem/transport.ts'
import { blocksOf, readPage, section } from './page.ts'

const page = readPage('docs/fixtures.md')
const [example] = blocksOf(page)

/** What the example's modem prints for a command within three seconds. */
async function say(commands: readonly string[]): Promise<string[]> {
  const clock = createClock(0)
  const transport = simulatedTransport(createSimulator(parseFixture(example?.text ?? '')), clock)
  const texts: string[] = []
  for (const command of commands) {
    await transport.write(new TextEncoder().encode(`${command}\r`), clock.now() + 3000)
    let text = ''
    for (const until = clock.now() + 3000; ; ) {
      const bytes = await transport.read(until)
      if (bytes === null) break
      text += new TextDecoder().decode(bytes)
    }
    texts.push(text.replace(/[\r\n]+/g, '|'))
  }
  return texts
}

describe('“Fixtures”', () => {
  it('shows a fixture that reads, and reads the same when it is written again', () => {
    const script = parseFixture(example?.text ?? '')
    expect(script.device).toMatchObject({ id: '1209:0030', product: 'LS-4' })
    const rendered = renderFixture(script)
    expect(renderFixture(parseFixture(rendered))).toBe(rendered)
  })

  it('says how answers follow each other', async () => {
    const answers = await say(['AT+CPIN?', 'AT+CPIN?', 'AT+CPIN?', 'AT+XYZ', 'AT+COPS=3,0;+COPS?', 'AT+CGMR'])
    expect(answers.map(text => text.replace(/^AT[^|]*\|/, ''))).toEqual([
      '+CME ERROR: SIM busy|',
      '+CPIN: READY|OK|',
      '+CPIN: READY|OK|',
      'ERROR|',
      '+COPS: 0,0,"Elisa",7|OK|',
      'LS4_V1.0|RING|OK|',
    ])
  })

  it('lists every fact there is, each in a form that reads', () => {
    const rows = [...section(page, '## Facts').matchAll(/^\| `(@[^`]*)` \|/gm)].map(([, line = '']) => line)
    const known = /known are (.*)/.exec(mistakeOf('@nothing'))?.[1]?.split(', ') ?? []
    expect(rows.map(line => line.split(' ')[0]).sort()).toEqual([...known].sort())
    for (const line of rows) expect(mistakeOf(line), line).toBe('')
  })

  it('lists every beginning of a line', () => {
    const rows = [...section(page, '## Lines').matchAll(/^\| `(.)` \|/gm)].map(([, mark = '']) => mark)
    expect([...rows].sort()).toEqual(['!', '#', '<', '>', '@', '~'])
    expect(mistakeOf('? what')).toContain('a line begins with > < ! ~ # or @')
  })
})

function mistakeOf(text: string): string {
  try {
    parseFixture(text)
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
