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
  /**
   * Makes the changes of a `diff` block in a file of the copy: parts between `@@`, each found exactly once; ` …` at the
   * end of a line stands for the rest of it, in the last line of a part.
   */
  edit(name: string, changes: string): void
  read(name: string): string
  /** Runs a command line of a page in the copy, with the packages of this repository; throws when it fails. */
  run(line: string): Promise<string>
  /** Paths whose content is not what it was when the copy was made, sorted; without `dist`. */
  changed(): string[]
  remove(): void
}

const kept = ['src', 'build', 'rpcd', 'acl.d', 'luci-view', 'docs', 'test']
const files = ['README.md', 'package.json', 'tsconfig.json', 'tsconfig.tools.json', 'vitest.config.ts']

function filesOf(root: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const folder of kept)
    for (const name of fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const file = path.join(root, folder, name)
      if (fs.statSync(file).isFile()) found.set(path.join(folder, name), fs.readFileSync(file, 'latin1'))
    }
  for (const name of files) found.set(name, fs.readFileSync(path.join(root, name), 'latin1'))
  return found
}

/** A text with the changes of a `diff` block made. Throws for a part that is not there, or there twice. */
function withChanges(text: string, changes: string): string {
  return changes.split(/^@@\n/m).reduce((made, part) => {
    const lines = part.trimEnd().split('\n')
    const side = (marks: string) =>
      lines
        .filter(line => marks.includes(line[0] ?? ' '))
        .map(line => line.slice(1).replace(/ ?…$/, ''))
        .join('\n')
    const [before, after] = [side(' -'), side(' +')]
    const pieces = made.split(before)
    if (pieces.length !== 2) throw new Error(`${pieces.length - 1} places look like\n${before}`)
    return pieces.join(after)
  }, text)
}

/**
 * Copies what building, generating and testing dialects need, generated files fresh, `dist/root` built; from another
 * copy, which has that already, it is only copied. `isBuilt` false: it is left as it is here, and not built.
 */
export async function scratchCopy(from?: Scratch, isBuilt = true): Promise<Scratch> {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'modem-docs-'))
  for (const name of [...kept, ...files, ...(from === undefined ? [] : ['dist'])])
    fs.cpSync(path.join(from?.root ?? repository, name), path.join(root, name), { recursive: true })
  fs.symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'))
  const run = async (line: string) => {
    const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' }
    for (const name of Object.keys(env)) if (/^(?:VITEST|NODE_ENV|npm_)/.test(name)) delete env[name]
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', line], { cwd: root, env })
    return stdout
  }
  if (from === undefined && isBuilt) await run('npm run generate && npm run build')
  const before = filesOf(root)
  return {
    root,
    run,
    add(name, text) {
      fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
      fs.writeFileSync(path.join(root, name), text, { flag: 'wx' })
    },
    edit(name, changes) {
      const file = path.join(root, name)
      fs.writeFileSync(file, withChanges(fs.readFileSync(file, 'utf8'), changes))
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
