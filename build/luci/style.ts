import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromModule, isGenerated, sources, toModule } from './module.ts'

/** LuCI's own way of writing: tabs and semicolons. */
const rules = {
  root: true,
  formatter: { indentStyle: 'tab', lineWidth: 110 },
  javascript: { formatter: { quoteStyle: 'single', arrowParentheses: 'asNeeded', trailingCommas: 'none' } },
  linter: {
    rules: {
      preset: 'recommended',
      suspicious: { noRedundantUseStrict: 'off', noShadowRestrictedNames: 'off' },
      correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' },
    },
  },
}

/** Runs the formatter and linter over the pages, as modules; with `fix` writes what they repair. Null: no complaint. */
export function complaints(root: string, fix: boolean): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'modem-luci-'))
  const paths = sources(root).filter(path => !isGenerated(join(root, path)))
  try {
    writeFileSync(join(folder, 'biome.json'), JSON.stringify(rules))
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), toModule(readFileSync(join(root, path), 'utf8')))
    }
    const program = join(root, 'node_modules/.bin/biome')
    const run = spawnSync(program, ['check', ...(fix ? ['--write'] : []), 'luci-view'], {
      cwd: folder,
      encoding: 'utf8',
    })
    for (const path of fix ? paths : [])
      writeFileSync(join(root, path), fromModule(readFileSync(join(folder, path), 'utf8')))
    return run.status === 0 ? null : run.stdout + run.stderr
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  const found = complaints(root, process.argv.includes('--fix'))
  if (found !== null) process.stderr.write(found)
  process.exitCode = found === null ? 0 : 1
}
