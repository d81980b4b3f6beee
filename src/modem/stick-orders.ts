import { Failure } from '../contract/failure.ts'
import type { Orders, ReadingTask } from './reading.ts'
import { type OpenStick, openStick } from './stick-session.ts'
import { visit } from './stick-visit.ts'

/** Sticks that are being visited, by what they are visited for. */
const open = new WeakMap<ReadingTask, Promise<OpenStick>>()

function opened(task: ReadingTask): Promise<OpenStick> {
  const known = open.get(task) ?? openStick(task.call, task.modem)
  open.set(task, known)
  return known
}

/** What can be ordered of a stick that is a router of its own, beside its settings. */
export const stickOrders: Orders = {
  messages: async task => (await opened(task)).control.messages(),
  async deleteMessage(task, slot) {
    const { control } = await opened(task)
    return control.remove(slot).catch((failure: unknown) => {
      if (!(failure instanceof Failure)) throw failure
      return `The stick did not delete it: ${failure.message}`
    })
  },
  sendMessage: async (task, message) => (await opened(task)).control.send(message),
  isAwake: async task => (await visit((await opened(task)).at, { path: '/' })).status > 0,
  leave: async task => (await open.get(task))?.close(),
}
