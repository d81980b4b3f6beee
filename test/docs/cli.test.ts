import { describe, expect, it } from 'vitest'
import { failures } from '../../src/contract/failure.ts'
import { exitCode } from '../../src/main/exit.ts'
import { commands, exitCodes } from '../../src/main/help.ts'
import { createHost } from '../world/memory/host.ts'
import { readPage, section } from './page.ts'

const page = readPage('docs/cli.md')

describe('the page about the command', () => {
  it('lists every command and every exit code there is, and no other', () => {
    const rows = [...page.matchAll(/^\| `(modem[^`]*)` \|/gm)].map(([, usage]) => usage)
    expect(rows).toEqual(commands.map(([usage]) => usage))
    const codes = [...section(page, '## Exit codes').matchAll(/^\| (\d) \|/gm)].map(([, code]) =>
      Number(code),
    )
    expect(codes).toEqual(exitCodes.map((_, code) => code))
    const used = Object.keys(failures).map(error => exitCode('info', { error, message: '' }))
    expect([...new Set([0, ...used, 6])].sort()).toEqual(codes)
  })

  it('names no method there is none of', async () => {
    const methods = [...page.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name)
    expect(methods.length).toBeGreaterThan(30)
    const { platform } = createHost([])
    for (const name of methods) expect(await platform.load('methods', name), name).not.toBeNull()
  })
})
