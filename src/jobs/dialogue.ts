import { Failure } from '../contract/failure.ts'
import type { ModemInfo } from '../contract/info.ts'
import type { Modem } from '../discovery/modem.ts'
import type { Call } from '../modem/call.ts'
import { loadDialect } from '../modem/dialect.ts'
import { forgetful } from '../modem/forgetful.ts'
import { withPort } from '../modem/port.ts'
import { refresh } from '../modem/refresh.ts'
import { readSnapshot } from '../modem/snapshot.ts'
import type { Block, Heard } from '../recording/fixture.ts'
import { formatSet, partsOf } from '../recording/replay.ts'
import type { Job } from './task.ts'

/** Methods that read what a dialect can tell beyond `info`. */
const readers = ['bands', 'modes', 'cells', 'cell_lock', 'contexts', 'usb_mode', 'autoconnect', 'sim']

/** How many commands are asked in a row before others get the port. */
const inARow = 8

/** Most characters of all answers. */
const most = 60_000

/** What the backend asks a modem for `info` and for everything else it reads, each command once, in their order. */
export async function askedOf(job: Job, modem: Modem): Promise<{ commands: string[]; info: ModemInfo }> {
  const sent: string[] = []
  const trace: Call['trace'] = (direction, line) => {
    if (direction === '>') sent.push(line)
  }
  const platform = forgetful(job.platform)
  const call = (ms: number): Call => ({ ...job.call(ms), platform, trace })
  const info = await refresh(call(14_000), modem, 0)
  for (const name of readers) {
    type Room = { method: { run(args: object, call: Call): Promise<object> } }
    const room = await job.platform.load<Room>('methods', name)
    await room?.method?.run({ modem: modem.modem }, call(10_000)).catch(failure => {
      if (!(failure instanceof Failure)) throw failure
    })
  }
  let format = ''
  const commands = sent.flatMap(partsOf).flatMap(part => {
    format = formatSet(part) ?? format
    if (formatSet(part) !== null) return []
    return /^\+COPS\?$/i.test(part) && format !== '' ? [`${part}#${format}`] : [part]
  })
  return { commands: [...new Set(commands)], info }
}

/** What is sent for a command of a fixture: `+COPS?#2` is `+COPS?` behind `+COPS=3,2`. */
const requestOf = (command: string) => {
  const [, plain = command, format] = /^(.*)#(\d)$/.exec(command) ?? []
  return format === undefined ? `AT${plain}` : `AT+COPS=3,${format};${plain}`
}

/**
 * Asks the commands one by one and gives what came, with its times. Between some of them others may have the port. It
 * ends early when two in a row are not answered, when there is too much of it, and when the job is to end.
 */
export async function dialogue(
  job: Job,
  modem: Modem,
  dialect: string,
  commands: readonly string[],
  isTried: boolean,
): Promise<Block[]> {
  const { platform } = job
  const blocks: Block[] = []
  let silent = 0
  let size = 0
  const isOver = () => silent > 1 || size > most || platform.now() > job.deadline - 20_000
  for (let at = 0; at < commands.length && !isOver(); at += inARow) {
    if (job.wanted() === 'cancel') throw new Failure('job_cancelled', 'nothing was written down')
    const heard: Heard[] = []
    const trace: Call['trace'] = (from, line, time) => void heard.push({ from, line, at: time })
    const snapshot = readSnapshot(platform.files, modem.modem, modem.found.enumeration, platform.now())
    const unsolicited = (await loadDialect(platform, dialect))?.unsolicited ?? []
    await withPort({ ...job.call(60_000), trace }, modem, snapshot.port, {
      async work(channel) {
        channel.expect(unsolicited)
        for (const command of commands.slice(at, at + inARow)) {
          if (isOver()) return
          job.say(`Asking ${blocks.length + 1} of ${commands.length}: AT${command}.`)
          const request = requestOf(command)
          heard.length = 0
          const { lines, final } = await channel.send(request, { timeoutMs: 8000, afterOkMs: 20 })
          const begin = heard.findLastIndex(({ from, line }) => from === '>' && line === request)
          silent = final.kind === 'timeout' ? silent + 1 : 0
          size += lines.join('').length
          blocks.push({
            command: `AT${command}`,
            heard: heard.slice(Math.max(0, begin)),
            lines,
            final: final.kind === 'timeout' ? null : final.text,
            isTried,
          })
        }
      },
    })
  }
  return blocks
}
