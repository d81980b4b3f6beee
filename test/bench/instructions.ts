import fs from 'node:fs'
import path from 'node:path'
import type { Router } from '../world/router/root.ts'

const valgrind = ['/usr/bin/valgrind', '/usr/bin/valgrind.bin', '/usr/libexec/valgrind'].filter(file =>
  fs.existsSync(file),
)

/** Lays valgrind into the router; its launcher needs the C library the router has for qjs. */
export function stageValgrind(router: Router): boolean {
  if (valgrind.length < 2) return false
  for (const file of valgrind) fs.cpSync(file, path.join(router.root, file), { recursive: true })
  return true
}

/** Instructions of one program in millions, without those it becomes or starts. */
export async function instructionsOf(
  router: Router,
  argv: readonly string[],
  stdin: string,
  env: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  const options = ['--tool=callgrind', '--callgrind-out-file=/dev/null', '--trace-children=no']
  const { stderr } = await router.run(
    [
      fs.existsSync(path.join(router.root, '/usr/bin/valgrind.bin'))
        ? '/usr/bin/valgrind.bin'
        : '/usr/bin/valgrind',
      ...options,
      ...argv,
    ],
    { stdin, env, timeoutMs: 300_000 },
  )
  const counted = /Collected : (\d+)/.exec(stderr)?.[1]
  return counted === undefined ? null : Number(counted) / 1e6
}

/** What a shell that gives a ready answer becomes in the end. */
export interface Ready {
  /** The file the answer lies in. */
  file: string
  /** The script of the program it becomes, where that is not `cat`. */
  program?: string
}

/**
 * Instructions of a wrapper's shell that ends as another program, in millions: of a shell that exits there instead
 * (callgrind does not count a program that becomes another one), and of that program.
 */
export async function readyInstructions(
  router: Router,
  words: readonly string[],
  stdin: string,
  { file, program }: Ready,
): Promise<number | null> {
  const [place = '', ...rest] = words
  const text = fs.readFileSync(path.join(router.root, place), 'utf8')
  router.write('/tmp/wrapper', text.replace(program ? /^exec qjs .*cli-ready.*$/m : 'exec cat', 'exit'))
  const shell = await instructionsOf(router, ['/bin/busybox', 'ash', '/tmp/wrapper', ...rest], stdin)
  const body = fs.readFileSync(path.join(router.root, file), 'utf8').replace(/^.*\n/, '')
  const next =
    program === undefined
      ? await instructionsOf(router, ['/bin/busybox', 'cat', file], '')
      : await instructionsOf(router, ['qjs', '-m', program, ...rest], body, {
          READY: `${path.extname(file).slice(1)} 100 5`,
        })
  return shell === null || next === null ? null : shell + next
}
