import type { Platform } from '../platform/platform.ts'

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
