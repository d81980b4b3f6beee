import type { NoArgs } from '../../contract/args.ts'
import type { CalibrationBackup, KeptPartition } from '../../contract/backup.ts'
import type { Job } from '../../jobs/task.ts'
import { runDirectory } from '../../platform/places.ts'
import type { Platform } from '../../platform/platform.ts'
import { type Partition, partitionsWorthKeeping, sumOf } from './partitions.ts'

/** Time for one partition, ms: flash of 16 MB on a slow router. */
const copyMs = 60_000
/** Characters of base64 that all copies may have together: an answer is at most 256 KB long. */
const longest = 200_000

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes in base64 (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    const sign = (shift: number) => alphabet[(word >> shift) & 63] ?? ''
    parts.push(sign(18), sign(12), left > 1 ? sign(6) : '=', left > 2 ? sign(0) : '=')
  }
  return parts.join('')
}

/** One partition packed; null where it cannot be read or is larger than `most` characters. */
async function copyOf(
  platform: Platform,
  { label, device }: Partition,
  path: string,
  most: number,
): Promise<KeptPartition | null> {
  const run = (...argv: string[]) => platform.exec(argv, platform.now() + copyMs)
  try {
    if ((await run('dd', `if=${device}`, `of=${path}`, 'bs=65536')).code !== 0) return null
    const sha256 = await sumOf(platform, path, copyMs)
    if (sha256 === null || (await run('gzip', '-f', path)).code !== 0) return null
    const size = Math.floor((most / 4) * 3)
    const packed = await platform.bytes(`${path}.gz`, 0, size + 1)
    if (packed === null || packed.length === 0 || packed.length > size) return null
    const name = label.toLowerCase().replace(/[^\w-]/g, '_')
    return {
      partition: label,
      file: `${name}-${sha256.slice(0, 12)}.bin.gz`,
      sha256,
      content: base64(packed),
    }
  } finally {
    for (const left of [path, `${path}.gz`]) platform.files.remove(left)
  }
}

/** Copies what belongs to this router alone into an answer. The flash is only read. */
export async function copyPartitions(_args: NoArgs, job: Job): Promise<CalibrationBackup> {
  const { platform } = job
  const files: KeptPartition[] = []
  const left_out: string[] = []
  for (const partition of partitionsWorthKeeping(platform.files)) {
    job.say(`Copying ${partition.label}.`)
    const taken = files.reduce((sum, { content }) => sum + content.length, 0)
    const copy = await copyOf(platform, partition, `${runDirectory}/${job.name}.copy`, longest - taken)
    if (copy === null) left_out.push(partition.label)
    else files.push(copy)
  }
  return { files, left_out }
}
