import { readJob } from '../jobs/file.ts'
import { runJob } from '../jobs/run.ts'
import { createPlatform } from '../platform/quickjs/platform.ts'

/** Does one job, at most until its deadline: what it then has not told is told as lost. */
export async function work(name: string): Promise<void> {
  const platform = createPlatform()
  const limit = readJob(platform, name)?.deadline ?? 0
  await Promise.race([runJob(platform, name), platform.sleep(Math.max(1, limit + 5000 - platform.now()))])
}
