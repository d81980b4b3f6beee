import type { JobReply } from '../contract/jobs.ts'
import { readJob, replyOf } from '../jobs/file.ts'
import { plain } from '../platform/plain.ts'
import type { Platform } from '../platform/platform.ts'

/** The line a person reads while a job is at work; it replaces the one before it. */
export const progressLine = ({ elapsed_ms, progress }: JobReply): string =>
  `\r\x1b[K${Math.floor(elapsed_ms / 1000)} s  ${plain(progress ?? 'Beginning.')}`

/**
 * Waits for the job a reply names, with a line about it that is said, and gives the reply with what the job came to.
 * A reply without a job is the last one.
 */
export async function lastReply(
  platform: Platform,
  reply: object,
  say: (line: string) => void,
): Promise<object> {
  const job = 'job' in reply && typeof reply.job === 'string' ? reply.job : null
  for (let said = false; job !== null; said = true) {
    const file = readJob(platform, job)
    if (file === null) break
    const told = replyOf(platform, file)
    if (told.state !== 'running') {
      say(said ? '\r\x1b[K' : '')
      return { ...reply, ...(told.failure ?? told.result), job }
    }
    say(progressLine(told))
    await platform.sleep(500)
  }
  return reply
}
