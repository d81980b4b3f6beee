import fs from 'node:fs'
import path from 'node:path'
import { SerialPort } from 'serialport'
import { dispatch } from '../../../src/main/dispatch.ts'
import { repository } from '../memory/host.ts'
import { layout } from '../memory/layout.ts'
import { emptyScript, type ModemScript } from '../modem/script.ts'
import { writeNodes } from '../sysfs.ts'
import { type DemoRouter, makeRoot, platformIn } from './router.ts'

/** A real modem on this computer. */
export interface DeskModem {
  /** Serial port: `/dev/ttyUSB2`, `/dev/cu.usbmodem1`, `COM3`. */
  port: string
  /** `vid:pid`, where the system does not tell it. */
  id?: string | undefined
  /** Whether what changes something is let through. */
  isWriting?: boolean
}

/** Methods of other groups than `modem-status` that change nothing of a modem. */
const harmless = ['record', 'probe', 'report', 'messages', 'message', 'message_storage']

/** What the system knows of a serial port. */
async function deviceOf({ port, id }: DeskModem): Promise<NonNullable<ModemScript['device']>> {
  const real = fs.existsSync(port) ? fs.realpathSync(port) : port
  const known = (await SerialPort.list().catch(() => [])).find(
    each => each.path === port || each.path === real,
  )
  const { vendorId, productId, manufacturer } = known ?? {}
  const told = id ?? (vendorId && productId ? `${vendorId}:${productId}`.toLowerCase() : undefined)
  if (told === undefined)
    throw new Error(`the system does not tell the USB id of ${port}: add --id VID:PID, as lsusb shows it`)
  if (!/^[\da-f]{4}:[\da-f]{4}$/i.test(told)) throw new Error(`${told} is no USB id: VID:PID in hexadecimal`)
  return { bus: 'usb', id: told.toLowerCase(), manufacturer: manufacturer ?? null, product: null }
}

/** Number of the USB interface a port belongs to, as Linux knows it; null elsewhere. */
function interfaceOf(port: string): number | null {
  const name = path.basename(fs.existsSync(port) ? fs.realpathSync(port) : port)
  const link = `/sys/class/tty/${name}/device`
  const text = fs.existsSync(link) ? fs.realpathSync(link) : ''
  const number = /:\d+\.(\d+)(?:\/|$)/.exec(text)?.[1]
  return number === undefined ? null : Number(number)
}

/** Throws a sentence, with the ports there are, where this is no serial port. */
async function mustBePort(port: string): Promise<void> {
  if (/^COM\d+$/i.test(port)) return
  const stat = fs.statSync(port, { throwIfNoEntry: false })
  if (stat?.isCharacterDevice()) return
  const there = (await SerialPort.list().catch(() => [])).filter(({ vendorId }) => vendorId !== undefined)
  const names = there.map(each => each.path).join(', ') || 'none of a USB device'
  throw new Error(`${stat ? `${port} is no serial port` : `there is no port ${port}`}; there are: ${names}`)
}

/** Throws a sentence where this file cannot be written, before a modem is asked for what would go into it. */
export function mustBeWritable(file: string): void {
  try {
    fs.accessSync(fs.existsSync(file) ? file : path.dirname(path.resolve(file)), fs.constants.W_OK)
  } catch {
    throw new Error(`${file} cannot be written`)
  }
}

/** A router with nothing but one real modem behind a serial port; it only reads where it is not told otherwise. */
export async function startDesk(modem: DeskModem): Promise<DemoRouter> {
  await mustBePort(modem.port)
  const device = await deviceOf(modem)
  const name = 'ttyUSB0'
  const script = { ...emptyScript('desk'), device, port: { name, interface: interfaceOf(modem.port) } }
  const root = makeRoot()
  writeNodes(root, layout([{ script }], { uci: { modem: '' } }))
  fs.mkdirSync(path.join(root, 'dev'), { recursive: true })
  fs.symlinkSync(modem.port, path.join(root, 'dev', name))
  const platform = platformIn(root, () => ({ code: 4, stdout: '' }))
  const help = JSON.parse(
    fs.readFileSync(path.join(repository, 'dist/root/usr/share/modem/methods.json'), 'utf8'),
  ) as Record<string, { access: string }>
  const mayCall = (method: string) =>
    modem.isWriting === true || help[method]?.access === 'status' || harmless.includes(method)
  return {
    root,
    platform,
    async call(method, args) {
      if (mayCall(method) || help[method] === undefined) return dispatch(platform, method, args)
      return { error: 'not_supported', message: `${method} may change something: start with --write for it` }
    },
    modems: [{ path: modem.port, log: [] }],
    close: () => fs.rmSync(root, { recursive: true, force: true }),
  }
}

/** Lets the modem of a desk be recorded and writes the recording to a file. */
export async function recordTo(desk: DemoRouter, file: string): Promise<string> {
  const { job, message } = (await desk.call('record', {})) as { job?: string; message?: string }
  if (job === undefined) throw new Error(message ?? 'it cannot be recorded')
  for (;;) {
    const told = (await desk.call('job', { job })) as {
      state: string
      result: { recording: string; differences: string[] } | null
      failure: { message: string } | null
    }
    if (told.result !== null) {
      fs.writeFileSync(file, told.result.recording)
      return [
        `${file}: the recording; read it through before you give it away`,
        ...told.result.differences,
      ].join('\n')
    }
    if (told.state !== 'running') throw new Error(told.failure?.message ?? told.state)
    await new Promise(resolve => setTimeout(resolve, 300))
  }
}
