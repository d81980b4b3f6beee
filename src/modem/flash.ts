import type { Files, Platform } from '../platform/platform.ts'

/** Waits until what was written lies on flash, as far as the router can tell; a power cut then loses nothing of it. */
export async function sync(platform: Platform): Promise<void> {
  await platform.exec(['sync'], platform.now() + 2000)
}

/** Stores a file by rename and waits until it lies on flash; false when that failed. */
export async function keepOnFlash(platform: Platform, path: string, text: string): Promise<boolean> {
  const isStored = platform.files.write(path, text)
  if (isStored) await sync(platform)
  return isStored
}

/** Removes a file, on flash too: a power cut must not bring it back. */
export async function dropFromFlash(platform: Platform, path: string): Promise<void> {
  platform.files.remove(path)
  await sync(platform)
}

/**
 * Whether what is written below /etc is there after a restart of the router: not where its root lies in memory, as after a
 * start over the network, or while its flash cannot be used (`overlayfs:/tmp/root / overlay rw,…,upperdir=/tmp/root/upper`).
 */
export function isLasting(files: Pick<Files, 'read'>): boolean {
  const mounts = (files.read('/proc/mounts') ?? '').split('\n').map(line => line.split(' '))
  const [, , type = '', options = ''] = mounts.findLast(([, place]) => place === '/') ?? []
  return !/^(?:tmpfs|ramfs|rootfs)$/.test(type) && !(type === 'overlay' && options.includes('upperdir=/tmp/'))
}
