import { copyPartitions } from '../checks/collect/copies.ts'
import type { NoArgs } from '../contract/args.ts'
import type { CalibrationBackup } from '../contract/backup.ts'
import { validate } from '../contract/generated/validate/backup_calibration.ts'
import type { BegunReply } from '../contract/record.ts'
import { startJob } from '../jobs/start.ts'
import type { Task } from '../jobs/task.ts'
import type { Method } from './method.ts'

/** `backup_calibration`: a job copies the partitions that belong to this router alone. */
export const method: Method<NoArgs, BegunReply> = {
  validate,
  async run(args, call) {
    const job = await startJob(call, {
      method: 'backup_calibration',
      args,
      modem: null,
      limitMs: 120_000,
      isPrivate: true,
    })
    return { modem: null, job, message: 'The flash is read; see job.' }
  },
}

/** What of it is done in a job. */
export const task: Task<NoArgs, CalibrationBackup> = copyPartitions
