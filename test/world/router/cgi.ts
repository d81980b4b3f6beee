import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from './acl.ts'
import type { Router } from './root.ts'
import type { Run } from './run.ts'

/** What `fs.exec_direct` of a LuCI page gets from cgi-io. */
export type CgiReply = { status: 200; run: Run } | { status: 400 | 403 | 404; why: string }

/** Splits a command line as cgi-io does: at blanks, a backslash keeps the next character, no shell. */
export function splitCommand(line: string): string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/(?:\\[\s\S]|[^\s\\]|\\$)+/g)) {
    words.push(word.replace(/\\([\s\S])/g, '$1'))
  }
  return words
}

function executable(router: Router, name: string): string | null {
  const places = name.startsWith('/')
    ? [name]
    : ['/usr/sbin', '/usr/bin', '/sbin', '/bin'].map(at => join(at, name))
  return (
    places.find(path => {
      try {
        return statSync(join(router.root, path)).isFile()
      } catch {
        return false
      }
    }) ?? null
  )
}

/**
 * cgi-io's `exec`: the session needs `cgi-io exec`, and `file exec` on the whole command line or else on the
 * executable's path; then the program runs without stdin and stderr.
 */
export async function cgiIoExec(router: Router, session: Session, line: string): Promise<CgiReply> {
  if (!session.allowed('cgi-io', 'exec', 'read')) return { status: 403, why: 'no cgi-io exec' }
  const words = splitCommand(line)
  const [name] = words
  if (name === undefined) return { status: 400, why: 'no command' }
  const whole = session.allowed('file', words.join(' '), 'exec')
  const path = executable(router, name)
  if (path === null) return { status: 404, why: `no executable ${name}` }
  if (!whole && !session.allowed('file', path, 'exec')) return { status: 403, why: `${line} is not granted` }
  const run = await router.run([path, ...words.slice(1)])
  return { status: 200, run: { ...run, stderr: '' } }
}
