import type { Platform } from '../platform/platform.ts'

/** Waits until what was written lies on flash, as far as the router can tell; a power cut then loses nothing of it. */
export async function sync(platform: Platform): Promise<void> {
  await platform.exec(['sync'], platform.now() + 2000)
}
