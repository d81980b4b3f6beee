import { Failure } from '../contract/failure.ts'
import type { Deadline, Platform } from '../platform/platform.ts'
import type { Channel, ChannelOptions, Response } from './at.ts'

/** What one run of mmcli came to: its output where it is what was asked for, else why there is none. */
export interface ManagerRun {
  kind: 'answered' | 'refused' | 'silent' | 'absent'
  stdout: string
}

/** Longest wait for one answer; ModemManager asks the modem itself for some of them, ms. */
const answerMs = 6000

/**
 * Runs mmcli with these arguments, for JSON where they hold `-J`, else for words, among them why not. It is a client of
 * D-Bus: any number may run at once, and one that is killed harms nobody.
 */
export async function runManager(
  platform: Platform,
  args: readonly string[],
  until: Deadline,
  limitMs = answerMs,
): Promise<ManagerRun> {
  const end = Math.min(until - 300, platform.now() + limitMs)
  const isRead = args.includes('-J')
  const how = isRead ? {} : ({ withErrors: true } as const)
  const { code, stdout } = await platform.exec(['mmcli', ...args], end, how)
  if (code === null) return { kind: platform.now() >= end ? 'silent' : 'absent', stdout: '' }
  const isSound = code === 0 && (!isRead || managerJson(stdout) !== null)
  return { kind: isSound ? 'answered' : 'refused', stdout: stdout.trim().slice(0, 65_536) }
}

/** The JSON of mmcli; null where it is none. Of the control characters mmcli leaves U+001F as it is, which JSON forbids. */
export function managerJson(text: string | undefined): unknown {
  try {
    const value: unknown = JSON.parse((text ?? '').replaceAll('\u001f', '\\u001f'))
    return value instanceof Object ? value : null
  } catch {
    return null
  }
}

/** How questions to ModemManager begin where others have an AT command: `mmcli --signal-get`. */
const word = 'mmcli '

/** What a question may hold: options of mmcli and paths of D-Bus, with numbers and names of technologies and bands. */
const sound = /^mmcli (?:(?:-[Ji]|--[a-z-]+(?:=[\da-z|-]+)?|\/org\/freedesktop\/ModemManager1\/SIM\/\d+) ?)+$/

/** Options that answer JSON when they are asked for it; the others order something, and say in words that it is done. */
const reads = /^mmcli (?:-J|--signal-get|--get-cell-info|--location-get|-i \S+)$/

/**
 * A conversation with ModemManager about one modem, in the place of one over an AT port: a command is `mmcli` with its
 * options, the answer one line of JSON or of words. `modem` is its D-Bus path. AT commands are not taken, because ModemManager
 * takes none but in debug mode.
 */
export function openManager(platform: Platform, modem: string, options: ChannelOptions): Channel {
  const send = async (request: string, { timeoutMs = answerMs } = {}): Promise<Response> => {
    const text = request.replace(/^AT/, '')
    if (!text.startsWith(word) || !sound.test(text))
      throw new Failure('port_busy', 'ModemManager drives the modem, and takes no AT commands')
    const isRead = reads.test(text)
    const words = text.slice(word.length).trim().split(' ')
    const whom = words.includes('-i') ? [] : ['-m', modem]
    const json = isRead && !words.includes('-J') ? ['-J'] : []
    options.trace?.('>', text, options.now())
    const { kind, stdout } = await runManager(
      platform,
      [...whom, ...words, ...json],
      options.deadline,
      timeoutMs,
    )
    options.trace?.('<', stdout, options.now())
    if (kind === 'silent') throw new Failure('port_silent', 'ModemManager does not answer')
    if (kind === 'answered')
      return { request, lines: stdout === '' ? [] : [stdout], final: { kind: 'ok', text: 'OK' } }
    return {
      request,
      lines: [],
      final: { kind: 'error', cause: 'plain', code: null, text: stdout || 'ERROR' },
    }
  }
  return {
    send,
    sendBody: request => send(request),
    listen: async () => false,
    unsolicited: [],
    distrust: () => {},
    expect: () => {},
  }
}
