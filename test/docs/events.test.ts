import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { repository } from '../world/memory/host.ts'

const page = readFileSync(join(repository, 'docs/events.md'), 'utf8')
const scripts = [...page.matchAll(/### (.+)\n(?:(?!###)[\s\S])*?```sh\n([\s\S]*?)```/g)].map(
  ([, title = '', text = '']) => ({
    title,
    text,
  }),
)
const hasJq = spawnSync('jq', ['--version']).status === 0
if (!hasJq) console.warn('The scripts of docs/events.md are not run: there is no jq')

const message = (number: string, text: string, unread = true) => ({
  id: 'SM1-00000000',
  type: 'received',
  number,
  time: '2026-11-28T09:00:00+00:00',
  unread,
  text,
})
const messages = {
  messages: [
    message('+48600000001', 'Restart!'),
    message('+48699999999', 'restart'),
    message('+48600000002', 'reconnect', false),
    message('+48600000002', '$(reboot) `reboot`'),
  ],
}

/** Runs a script as hotplug-call does, with programs that write down what they were given. */
function run(script: string, environment: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'events-'))
  try {
    writeFileSync(join(folder, 'messages.json'), JSON.stringify(messages))
    writeFileSync(join(folder, 'script'), script)
    for (const program of ['ubus', 'curl', 'msmtp', 'mosquitto_pub']) {
      const answer =
        program === 'ubus' ? `[ "$3" = messages ] && cat ${folder}/messages.json\n` : 'cat >/dev/null\n'
      writeFileSync(join(folder, program), `#!/bin/sh\necho "${program} $*" >>${folder}/log\n${answer}`)
      chmodSync(join(folder, program), 0o755)
    }
    writeFileSync(join(folder, 'log'), '')
    const env = { ...environment, PATH: `${folder}:${process.env.PATH}` }
    execFileSync('sh', ['-c', `( . ${folder}/script )`], { env, input: '' })
    return readFileSync(join(folder, 'log'), 'utf8').trim().split('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const titled = (start: string) => scripts.find(({ title }) => title.startsWith(start))?.text ?? ''

describe('The scripts of docs/events.md', () => {
  test.each(scripts.map(({ title, text }): [string, string] => [title, text]))('are shell: %s', (_, text) => {
    expect(spawnSync('sh', ['-n'], { input: text }).stderr.toString()).toBe('')
  })

  test.skipIf(!hasJq)(
    'obey the numbers on their list alone, and unread messages alone, word for word',
    () => {
      const log = run(titled('Commands'), { ACTION: 'message', MODEM: 'usb-1-1', COUNT: '2' })
      expect(log.filter(line => !line.includes(' messages '))).toEqual([
        'ubus call modem restart {"modem":"usb-1-1"}',
      ])
    },
  )

  test.skipIf(!hasJq)('forward what is new, and only when a message has come', () => {
    const environment = { ACTION: 'message', MODEM: 'usb-1-1', COUNT: '1' }
    expect(run(titled('Forward'), environment)).toContain('msmtp you@example.org')
    expect(run(titled('To Telegram'), environment).at(-1)).toMatch(/^curl -s .*sendMessage$/)
    expect(run(titled('To Telegram'), { ...environment, ACTION: 'sim' })).toEqual([''])
    expect(run(titled('Everything'), { ACTION: 'technology', MODEM: 'usb-1-1', RAT: 'lte_a' })).toEqual([
      'mosquitto_pub -h broker.lan -t modem/usb-1-1/technology -m lte_a',
    ])
  })
})
