import fs from 'node:fs'
import path from 'node:path'
import { dispatch } from '../../src/main/dispatch.ts'
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

/** Calls a method in memory with the model data and the dialect bundles of a built copy. */
export function callBuilt(
  { root }: Scratch,
  script: ModemScript,
  method: string,
  args: object = {},
): Promise<object> {
  const share = path.join(root, 'dist/root/usr/share/modem')
  const host = createHost([{ script }])
  for (const [name, text] of treeOf(path.join(share, 'models')))
    host.nodes.set(`/usr/share/modem/models/${name}`, { text })
  const load = async (room: string, id: string) => {
    const file = path.join(share, room, `${id}.js`)
    return fs.existsSync(file) ? import(file) : null
  }
  return dispatch({ ...host.platform, load }, method, args)
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
