import fs from 'node:fs'
import path from 'node:path'
import { shims } from '../../build/build.ts'
import { recorded } from '../world/memory/modems.ts'
import { type Setup, setUp } from '../world/router/modems.ts'

/** How each legacy program is called. */
const words: Readonly<Record<string, readonly string[]>> = {
  'usr/share/3ginfo-lite/3ginfo.sh': ['json'],
  'usr/bin/modemband.sh': ['json'],
}
const rounds = 15

/** CPU time of one call with everything it starts, ms. */
async function cpuOf({ router }: Setup, program: string): Promise<number> {
  const argv = ['/bin/busybox', 'time', '-p', `/${program}`, ...(words[program] ?? [])]
  const { stderr } = await router.run(argv, { timeoutMs: 120_000 })
  const ms = (name: string) => Number(new RegExp(`^${name} ([\\d.]+)$`, 'm').exec(stderr)?.[1] ?? 0) * 1000
  return ms('user') + ms('sys')
}

/**
 * Runs the legacy programs of a folder that is laid over the root of a router, and the stand-ins for them on another
 * router with the same modem, in turns; prints the CPU time of both and its ratio.
 */
export async function comparePeer(folder: string): Promise<void> {
  const found = Object.values(shims).filter(place => words[place] && fs.existsSync(path.join(folder, place)))
  if (found.length === 0) {
    console.log(`None of ${Object.keys(words).join(', ')} lies below ${folder || 'the folder'}.`)
    process.exitCode = 2
    return
  }
  const own = await setUp([recorded('fibocom/fg621-lte-a')])
  const peer = await setUp([recorded('fibocom/fg621-lte-a')])
  try {
    fs.cpSync(folder, peer.router.root, { recursive: true, force: true })
    for (const place of found) {
      const sum = { own: 0, peer: 0 }
      for (let round = 0; round < rounds; round++) {
        sum.own += await cpuOf(own, place)
        sum.peer += await cpuOf(peer, place)
      }
      const [ours, theirs] = [sum.own / rounds, sum.peer / rounds]
      console.log(
        `${place}: ${ours.toFixed(1)} ms of CPU, that of the folder ${theirs.toFixed(1)} ms, ratio ${(ours / theirs).toFixed(2)}`,
      )
    }
  } finally {
    await own.close()
    await peer.close()
  }
}
