import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { recorded } from '../world/memory/modems.ts'
import { setUp } from '../world/router/modems.ts'
import { lookup } from '../world/router/qjs.ts'
import type { Router } from '../world/router/root.ts'

/** Where emulator and engine lie in the router. */
const [emulator, engine] = ['/usr/bin/qemu-mipsel-static', '/usr/bin/qjs-mipsel']

/**
 * Counts what the log of `qemu -d in_asm,exec,nochain` tells: a block of instructions is listed where it is translated, and
 * its address is told each time it runs. A block that is left in its middle counts whole.
 */
export function blockCounter(): { line(text: string): void; readonly instructions: number } {
  const lengths = new Map<string, number>()
  let block: string | null = null
  let instructions = 0
  return {
    line(text) {
      const listed = /^0x([0-9a-f]{8}): /.exec(text)?.[1]
      if (listed !== undefined) {
        if (block === null) lengths.set(listed, 0)
        block ??= listed
        lengths.set(block, (lengths.get(block) ?? 0) + 1)
        return
      }
      block = null
      const run = /^Trace \d+: \S+ \[[0-9a-f]+\/([0-9a-f]{8})\//.exec(text)?.[1]
      if (run !== undefined) instructions += lengths.get(run) ?? 0
    },
    get instructions() {
      return instructions
    },
  }
}

/** Instructions of one call of the mipsel engine, in millions, and what it printed. */
async function count(
  router: Router,
  words: string,
  stdin: string,
): Promise<{ millions: number; out: string }> {
  const log = '/tmp/blocks'
  router.write('/tmp/stdin', stdin)
  await router.run(['/bin/busybox', 'mkfifo', log])
  const counter = blockCounter()
  const lines = createInterface({ input: fs.createReadStream(path.join(router.root, log)) })
  lines.on('line', counter.line)
  const end = once(lines, 'close')
  const call = `${emulator} -d in_asm,exec,nochain -D ${log} ${engine} ${words} </tmp/stdin`
  const { stdout } = await router.run(['/bin/busybox', 'ash', '-c', call], { timeoutMs: 1_800_000 })
  await end
  fs.rmSync(path.join(router.root, log))
  return { millions: counter.instructions / 1e6, out: stdout }
}

/** Prints what calls cost on a 32-bit MIPS, in instructions of this mipsel qjs. */
export async function benchMips(qjs: string): Promise<void> {
  const qemu = lookup('qemu-mipsel-static')
  if (qemu === null) throw new Error('qemu-mipsel-static is missing (Debian has it in qemu-user-static)')
  const { router, close } = await setUp([recorded('fibocom/fg621-lte-a')])
  try {
    fs.cpSync(qemu, path.join(router.root, emulator))
    fs.cpSync(qjs, path.join(router.root, engine))
    router.write('/tmp/empty.js', 'export {}\n')
    await router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], { stdin: '{}' })
    const share = '/usr/share/modem'
    const calls = [
      ['empty qjs script', '-m /tmp/empty.js', '', ''],
      ['info warm', `-m ${share}/rpcd.js call info`, '{"max_age":0}', '"model":"FG621-EA"'],
    ] as const
    for (const [name, words, stdin, expected] of calls) {
      const { millions, out } = await count(router, words, stdin)
      if (!out.includes(expected)) throw new Error(`${name} printed: ${out.slice(0, 200)}`)
      console.log(`${name}, mipsel: ${millions.toFixed(2)} M instructions`)
    }
  } finally {
    await close()
  }
}
