import { Failure } from '../contract/failure.ts'
import { nodeOf } from './node.ts'
import { type QmiClient, qmiClient } from './qmi-client.ts'
import type { Orders, ReadingTask } from './reading.ts'

function clientOf(task: ReadingTask): QmiClient {
  const { call, modem } = task
  const node = nodeOf(call.platform.files, modem, 'qmi')
  if (node === null) throw new Failure('no_port', modem.modem)
  return qmiClient(task, node)
}

/** What can be ordered over QMI. */
export const qmiOrders: Orders = {
  /**
   * A modem resets only where it is offline before (libqmi, DMS Set Operating Mode). Where it does not say that it is, nothing
   * more is sent; where it refuses the reset, it is put online again. Of one that is already gone no answer is expected.
   */
  async restart(task) {
    const client = clientOf(task)
    const set = async (mode: string) => (await client.ask('dms', [['--set-device-operating-mode', mode]]))[0]
    const first = await set('offline')
    if (first?.kind === 'error') throw new Failure('refused_by_modem', first.text)
    if (first?.kind === 'silent') throw new Failure('port_silent', task.modem.modem)
    const second = await set('reset')
    if (second?.kind !== 'error') return
    await set('online')
    throw new Failure('refused_by_modem', second.text)
  },
  async isAwake(task) {
    const [answer] = await clientOf(task).ask('ctl', [['--get-versions']])
    return answer?.kind === 'value'
  },
}
