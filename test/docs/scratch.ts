import { execFile } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { repository } from '../world/memory/host.ts'

/** A copy of the repository that a test may change. */
export interface Scratch {
  root: string
  /** Writes a file of the copy; refuses to replace one. */
  add(name: string, text: string): void
  read(name: string): string
  /** Runs a command line of a page in the copy, with the packages of this repository; throws when it fails. */
  run(line: string): Promise<string>
  /** Paths whose content is not what it was when the copy was made, sorted; without `dist`. */
  changed(): string[]
  remove(): void
}

const kept = ['src', 'build', 'rpcd', 'acl.d', 'luci-view', 'docs', 'test']
const files = ['package.json', 'tsconfig.json', 'tsconfig.tools.json', 'vitest.config.ts']

function filesOf(root: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const folder of kept)
    for (const name of fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = path.join(root, folder, name)
      if (fs.statSync(file).isFile()) found.set(path.join(folder, name), fs.readFileSync(file, 'latin1'))
    }
  return found
}

/** Copies what building, generating and testing dialects need, generated files fresh, `dist/root` built. */
export async function scratchCopy(): Promise<Scratch> {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'modem-docs-'))
  for (const name of [...kept, ...files])
    fs.cpSync(path.join(repository, name), path.join(root, name), { recursive: true })
  fs.symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'))
  const run = async (line: string) => {
    const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' }
    for (const name of Object.keys(env)) if (/^(?:VITEST|NODE_ENV|npm_)/.test(name)) delete env[name]
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', line], { cwd: root, env })
    return stdout
  }
  await run('npm run generate && npm run build')
  const before = filesOf(root)
  return {
    root,
    run,
    add(name, text) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
      fs.writeFileSync(path.join(root, name), text, { flag: 'wx' })
    },
    read: name => fs.readFileSync(path.join(root, name), 'utf8'),
    changed() {
      const now = filesOf(root)
      const names = new Set([...before.keys(), ...now.keys()])
      return [...names].filter(name => before.get(name) !== now.get(name)).sort()
    },
    remove: () => fs.rmSync(root, { recursive: true, force: true }),
  }
}
