import type { WatchReply } from '../../contract/watch.ts'

/** How the watch stands, in sentences a line each. */
export function standing(reply: WatchReply): string[] {
  const { modem, configured, running, interval_s, last, next, holds, mistakes, installed } = reply
  const name = modem ?? 'The modem'
  const begin = !configured
    ? `${name} is not watched: /etc/config/modem has no section of type watch for it.`
    : running
      ? `${name} is looked at every ${interval_s} seconds.`
      : `${name} is to be watched, but the service modem-watch does not run.`
  const deed = last && `${last.ago_s} s ago ${last.by} did ${last.rung}: ${last.message ?? 'it is at it.'}`
  const soon = next?.rung ? `In ${next.in_s ?? 0} s: ${next.rung}. ${next.why}` : next?.why
  return [
    begin,
    ...(installed || running ? [] : ['The package modem-watch is not installed.']),
    ...mistakes.map(text => `Mistake: ${text}.`),
    ...(deed ? [deed] : []),
    ...holds,
    ...(soon && !holds.includes(soon) ? [soon] : []),
  ]
}
