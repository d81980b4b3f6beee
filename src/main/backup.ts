import { partitionsWorthKeeping, sumOf } from '../checks/collect/partitions.ts'
import type { Platform } from '../platform/platform.ts'

/** Time for one partition, ms: flash of 16 MB on a slow router. */
const copyMs = 60_000

/** A folder a person names: absolute, without tricks, not of the kernel. */
const isFolder = (path: string) =>
  /^\/[\w.,+ -]+(?:\/[\w.,+ -]+)*$/.test(path) &&
  !/\/\.\.?(?:\/|$)/.test(path) &&
  !/^\/(?:dev|proc|sys)\b/.test(path)

/**
 * Copies one partition; says what the copy is beside the ones that are there. It is made in a folder of its own: whoever else
 * may write to the one a person names can neither read it meanwhile nor lead it elsewhere by a link.
 */
async function keep(
  platform: Platform,
  folder: string,
  { label, device }: { label: string; device: string },
) {
  const name = label.toLowerCase().replace(/[^\w-]/g, '_')
  const own = `${folder}/${name}.new`
  const fresh = `${own}/copy`
  const clear = () => {
    for (const left of [fresh, own]) platform.files.remove(left)
  }
  const run = (...argv: string[]) => platform.exec(argv, platform.now() + copyMs)
  const failed = (what: string) => {
    clear()
    return { text: `${label}: ${what}\n`, isDone: false }
  }
  clear()
  const isMade = (await run('mkdir', '-m', '700', own)).code === 0
  if (!isMade || (await run('dd', `if=${device}`, `of=${fresh}`, 'bs=65536')).code !== 0)
    return failed(`cannot be copied to ${folder}`)
  await run('chmod', '600', fresh)
  const sum = await sumOf(platform, fresh, copyMs)
  if (sum === null) return failed('the copy cannot be read')
  const older = platform.files
    .list(folder)
    .filter(file => file.startsWith(`${name}-`) && file.endsWith('.bin'))
  for (const file of older)
    if ((await sumOf(platform, `${folder}/${file}`, copyMs)) === sum) {
      clear()
      return { text: `${sum}  ${folder}/${file} (as it was)\n`, isDone: true }
    }
  const path = `${folder}/${name}-${sum.slice(0, 12)}.bin`
  if ((await run('mv', fresh, path)).code !== 0) return failed(`cannot be written to ${folder}`)
  clear()
  const differs = older.length > 0 ? `, DIFFERS from ${older.join(', ')}` : ''
  return { text: `${sum}  ${path}${differs}\n`, isDone: true }
}

/**
 * `modem doctor --backup-calibration DIR`: copies the partitions that belong to this unit alone, and says whether an
 * older copy in the folder differs. The flash is only read.
 */
export async function backup(
  platform: Platform,
  folder: string | undefined,
): Promise<{ text: string; code: number }> {
  if (folder === undefined || !isFolder(folder))
    return {
      text: 'Usage: modem doctor --backup-calibration DIR, an absolute path such as /mnt/usb\n',
      code: 2,
    }
  const partitions = partitionsWorthKeeping(platform.files)
  if (partitions.length === 0)
    return {
      text: 'This router shows no partition (MTD, UBI or eMMC) that holds data of its own.\n',
      code: 1,
    }
  const { code } = await platform.exec(['mkdir', '-p', '-m', '700', folder], platform.now() + 5000)
  if (code !== 0) return { text: `${folder} cannot be made\n`, code: 1 }
  const kept = []
  for (const partition of partitions) kept.push(await keep(platform, folder, partition))
  const isInMemory = /^\/(?:tmp|var)\//.test(`${folder}/`)
  return {
    text: [
      ...kept.map(({ text }) => text),
      isInMemory
        ? `${folder} is gone after a restart: copy it off the router now.\n`
        : 'Keep a copy off the router. The files hold addresses, and perhaps keys, of this router: do not publish them.\n',
    ].join(''),
    code: kept.every(({ isDone }) => isDone) ? 0 : 1,
  }
}
