import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { dispatch } from '../../src/main/dispatch.ts'
import type { Platform } from '../../src/platform/platform.ts'
import { createHost } from '../world/memory/host.ts'
import type { ModemScript } from '../world/modem/script.ts'
import { setUp } from '../world/router/modems.ts'
import type { Command } from './page.ts'
import type { Scratch } from './scratch.ts'

/** Files below a folder by path, as texts. */
export function treeOf(folder: string): Map<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return new Map(
    names
      .filter(name => fs.statSync(path.join(folder, name)).isFile())
      .map(name => [name, fs.readFileSync(path.join(folder, name), 'latin1')]),
  )
}

/** The build's stamp, which is another one whenever any other file of the tree is. */
const stamp = 'usr/share/modem/build'

/** Files of a router tree that are new or were changed, sorted, without the build's stamp. */
export const changedIn = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] => [...after.keys()].filter(name => name !== stamp && after.get(name) !== before.get(name)).sort()

/** What the type check has against these sources of a copy. */
export async function typeMistakes(scratch: Scratch, sources: readonly string[]): Promise<string[]> {
  const config = { extends: './tsconfig.json', include: sources }
  scratch.add('tsconfig.page.json', JSON.stringify(config))
  const check = promisify(execFile)('npx', ['tsc', '-p', 'tsconfig.page.json'], { cwd: scratch.root })
  const output = await check.then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  )
  return output.split('\n').filter(line => sources.some(source => line.startsWith(`${source}(`)))
}

/**
 * Calls a method in memory with the model data and the bundles of a built copy. `more` is what the host in memory
 * does not have.
 */
export function callBuilt(
  { root }: Scratch,
  script: ModemScript,
  method: string,
  args: object = {},
  more: Partial<Platform> = {},
): Promise<object> {
  const share = path.join(root, 'dist/root/usr/share/modem')
  const host = createHost([{ script }])
  for (const [name, text] of treeOf(path.join(share, 'models')))
    host.nodes.set(`/usr/share/modem/models/${name}`, { text })
  const load = async (room: string, id: string) => {
    const file = path.join(share, room, `${id}.js`)
    return fs.existsSync(file) ? import(file) : null
  }
  return dispatch({ ...host.platform, load, ...more }, method, args)
}

/**
 * Runs the commands of a page on a router with this modem, in order; answers what each printed, both streams, beside
 * what the page says. A file is written just before the first command that names it.
 */
export async function runOnRouter(
  script: ModemScript,
  commands: readonly Command[],
  options: { dist?: string; files?: Readonly<Record<string, string>> } = {},
): Promise<{ printed: Command[]; claimed: Command[] }> {
  const { dist, files = {} } = options
  const setup = await setUp([script], dist === undefined ? {} : { dist })
  try {
    const printed: Command[] = []
    for (const { command } of commands) {
      for (const [name, text] of Object.entries(files))
        if (command.includes(name) && setup.router.read(name) === null) setup.router.write(name, text)
      const { stdout, stderr } = await setup.router.run(['sh', '-c', command])
      printed.push({ command, output: (stdout + stderr).trim() })
    }
    return { printed, claimed: [...commands] }
  } finally {
    await setup.close()
  }
}
