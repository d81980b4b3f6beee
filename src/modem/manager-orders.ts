import { managerText } from '../asking/manager.ts'
import { type ManagerRun, managerJson, runManager } from '../channel/mmcli.ts'
import { Failure } from '../contract/failure.ts'
import { messageOf, numbersIn, pathOfMessage } from '../messages/mmcli.ts'
import type { Stored } from '../messages/sms.ts'
import type { Call } from './call.ts'
import type { Managed } from './manager.ts'
import type { Orders } from './reading.ts'

/** No run of mmcli is begun with less time for it and for the answer of the call, ms. */
const leastMs = 2000

const isLate = ({ platform, deadline }: Call) => deadline - platform.now() < leastMs

/** One run of mmcli, of whose answer nothing but its kind is traced: it holds numbers and texts of messages. */
async function run({ platform, deadline, trace }: Call, words: readonly string[]): Promise<ManagerRun> {
  trace?.('>', `mmcli ${words.join(' ')}`, platform.now())
  const done = await runManager(platform, words, deadline - 1000)
  trace?.('<', done.kind, platform.now())
  return done
}

/** What can be ordered of a modem that ModemManager drives. */
export const managerOrders = ({ path, answer }: Managed): Orders => ({
  /**
   * One run of mmcli for each message, in which it asks for all of them, so many of them take long: as many as the call has
   * time for, those with the highest numbers first, which are the newest.
   */
  async messages({ call, modem }, ids) {
    const list = await run(call, ['-m', path, '--messaging-list-sms', '-J'])
    if (list.kind === 'silent') throw new Failure('port_silent', modem.modem)
    const all = numbersIn(managerJson(list.stdout))
    if (all === null) {
      const state = managerText(answer, 'modem.generic.state') ?? 'unknown'
      throw new Failure('refused_by_modem', `ModemManager lists no messages of it; its state is ${state}`)
    }
    const wanted = ids?.map(id => Number(/^[A-Z]{2}(\d+)-/.exec(id)?.[1]))
    const numbers = all.filter(number => wanted?.includes(number) ?? true).sort((a, b) => b - a)
    const slots: Stored[] = []
    for (const number of numbers) {
      if (isLate(call)) break
      const { kind, stdout } = await run(call, ['-s', pathOfMessage(number), '-J'])
      if (kind === 'silent') break
      const slot = messageOf(number, managerJson(stdout))
      if (slot !== null) slots.unshift(slot)
    }
    return { slots, complete: slots.length === numbers.length }
  },
  async deleteMessage({ call }, { index }) {
    if (isLate(call)) return 'The call had no time left for it.'
    const { kind, stdout } = await run(call, ['-m', path, `--messaging-delete-sms=${pathOfMessage(index)}`])
    if (kind === 'answered') return null
    if (kind === 'silent') return 'ModemManager did not say whether it is deleted.'
    return `ModemManager refused: ${stdout.split('\n')[0]?.slice(0, 200) || 'it did not say why'}.`
  },
  isAwake: async () => true,
})
