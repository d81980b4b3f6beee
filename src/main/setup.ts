import type { JobReply } from '../contract/jobs.ts'
import type { SetupPlanReply } from '../contract/setup.ts'
import { listJobs } from '../jobs/file.ts'
import type { Platform } from '../platform/platform.ts'
import { dispatch } from './dispatch.ts'
import { exitCode } from './exit.ts'
import { setupUsage } from './help.ts'

/** What a command prints and its exit code; where that is not 0, on standard error. */
export interface Printed {
  text: string
  code: number
}

const usage = `${setupUsage}More: modem help setup\n`

const configsOf = ({ changes }: SetupPlanReply) => [...new Set(changes.map(({ config }) => config))]

/** The plan as lines for a shell, each with its reason. */
export function planText(plan: SetupPlanReply): string {
  const { changes, packages, questions, dials, interface: name } = plan
  const open = questions.map(
    ({ argument, reason, optional }) => `# ${argument}=… ${optional ? 'may be' : 'is'} needed: ${reason}\n`,
  )
  const missing = packages.map(
    each => `# ${each} is not installed: opkg install ${each}, or apk add ${each}\n`,
  )
  const dial =
    dials === false ? ['# The modem has to dial by itself.\n', 'modem set_autoconnect enabled=true\n'] : []
  if (changes.length === 0 && dial.length === 0)
    return `${[...missing, ...open].join('')}# network.${name} is as it should be.\n`
  return [
    ...missing,
    ...open,
    ...changes.flatMap(({ reason, command }) => [
      `# ${reason}\n`,
      ...command.split('; ').map(line => `${line}\n`),
    ]),
    ...configsOf(plan).map(config => `uci commit ${config}\n`),
    ...dial,
  ].join('')
}

/** The plan as a script of `/etc/uci-defaults`, which the first boot runs once and again until it succeeds. */
export function defaultsScript(plan: SetupPlanReply): string {
  const lines = plan.changes.flatMap(({ command }) =>
    command.split('; ').map(line => line.replace(/^uci /, '')),
  )
  return [
    '#!/bin/sh\n',
    `# ${plan.interface} for ${plan.modem} (proto ${plan.proto})\n`,
    ...plan.packages.map(each => `# needs the package ${each}\n`),
    "uci -q batch <<'EOF'\n",
    ...[...lines, ...configsOf(plan).map(config => `commit ${config}`)].map(line => `${line}\n`),
    'EOF\n',
    ...(plan.dials === false ? ['modem set_autoconnect enabled=true || exit 1\n'] : []),
    'exit 0\n',
  ].join('')
}

const isPlan = (reply: object): reply is SetupPlanReply => 'changes' in reply

const failed = (reply: object): Printed => ({
  text: `${'message' in reply ? String(reply.message) : JSON.stringify(reply)}\n`,
  code: exitCode('setup', reply),
})

/** `modem setup --keep`: the set-up that is on trial stays. */
async function keep(platform: Platform): Promise<Printed> {
  const jobs = listJobs(platform).filter(
    ({ method, trial, state }) => method === 'setup' && trial !== null && state !== 'done',
  )
  const last = jobs.at(-1)
  if (last === undefined) return { text: 'No set-up is on trial.\n', code: 1 }
  const reply = await dispatch(platform, 'cancel_job', { job: last.job, keep: true })
  if ('error' in reply) return failed(reply)
  return {
    text: `The set-up stays${(reply as JobReply).state === 'running' ? ' in a moment' : ''}.\n`,
    code: 0,
  }
}

/** What `modem setup` is asked for; a text says what is wrong with it. */
function parse(
  words: readonly string[],
): { mode: string; args: Record<string, string>; confirm: number | null } | string {
  const args: Record<string, string> = {}
  let mode = ''
  let confirm: number | null = null
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    const [, name = '', value = ''] = /^(modem|interface|proto|apn|pincode)=(.*)$/.exec(word) ?? []
    if (name !== '') args[name] = value
    else if (/^[\w./:@]/.test(word) && !word.includes('=') && args.modem === undefined) args.modem = word
    else if (['--write', '--keep', '--uci-defaults'].includes(word) && mode === '') mode = word
    else if (/^confirm_s=\d{1,3}$/.test(word)) confirm = Number(word.slice(10))
    else if (word === '--confirm' && /^\d{1,3}$/.test(words[at + 1] ?? '')) confirm = Number(words[++at])
    else return `${word}: not understood.\n${usage}`
  }
  return confirm !== null && mode !== '--write'
    ? `--confirm goes with --write.\n${usage}`
    : { mode, args, confirm }
}

/** `modem setup`, but for the job of `--write`, which is the caller's to wait for: then `job` is the reply that names it. */
export async function setup(
  platform: Platform,
  words: readonly string[],
): Promise<Printed & { job?: object }> {
  const asked = parse(words)
  if (typeof asked === 'string') return { text: asked, code: 2 }
  const { mode, args, confirm } = asked
  if (mode === '--keep') return keep(platform)
  if (mode === '--write') {
    const given = confirm === null ? args : { ...args, confirm_s: confirm }
    const reply = await dispatch(platform, 'setup', given, true)
    if (!isPlan(reply)) return failed(reply)
    return 'job' in reply
      ? { text: planText(reply), code: 0, job: reply }
      : { text: planText(reply), code: 0 }
  }
  const plan = await dispatch(platform, 'setup_plan', args)
  if (!isPlan(plan)) return failed(plan)
  return { text: mode === '--uci-defaults' ? defaultsScript(plan) : planText(plan), code: 0 }
}
