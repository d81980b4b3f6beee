import { usbCompositions } from '../asking/usb-compositions.ts'
import { qmicliError, runQmicli } from '../channel/qmicli.ts'
import type { Told } from '../channel/tool.ts'
import { Failure } from '../contract/failure.ts'
import { nodeOf } from './node.ts'
import { type QmiRoom, qmiClient } from './qmi-client.ts'
import type { Orders, ReadingTask } from './reading.ts'

function nodeFor({ call, modem }: ReadingTask): string {
  const node = nodeOf(call.platform.files, modem, 'qmi')
  if (node === null) throw new Failure('no_port', modem.modem)
  return node
}

const clientOf = (task: ReadingTask): QmiRoom => qmiClient(task, nodeFor(task))

/** One run of qmicli with an id of DMS. Throws what it says where it fails. */
async function withQmicli(task: ReadingTask, words: readonly string[]): Promise<string> {
  const { call, modem } = task
  if (modem.match.model.dialect !== 'sierra')
    throw new Failure('not_supported', 'USB mode over QMI, which Sierra modems alone have')
  const node = nodeFor(task)
  let told: Told | null = null
  await clientOf(task).lend('dms', async () => {
    told = await runQmicli(call.platform, node, words, call.deadline)
    return told.code !== null && !told.late
  })
  const { text } = told ?? { text: '' }
  const error = told && qmicliError(told)
  if (error) throw new Failure('refused_by_modem', error)
  return text
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
  usbMode: {
    read: async task => usbCompositions(await withQmicli(task, ['--dms-swi-get-usb-composition'])),
    async write(task, id) {
      if (!/^\d{1,3}$/.test(id)) throw new Failure('invalid_argument', `mode ${id}`)
      await withQmicli(task, [`--dms-swi-set-usb-composition=${id}`])
    },
  },
  async isAwake(task) {
    const [answer] = await clientOf(task).ask('ctl', [['--get-versions']])
    return answer?.kind === 'value'
  },
}
