import { readlinkSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
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
        return statSync(join(router.root, realPath(router.root, path))).isFile()
      } catch {
        return false
      }
    }) ?? null
  )
}

/** The path of a file below a router’s root with every link on the way resolved, there and not on this machine. */
export function realPath(root: string, path: string): string {
  let done = ''
  const rest = path.split('/').filter(name => name !== '')
  for (let name = rest.shift(), hops = 0; name !== undefined; name = rest.shift()) {
    const next = `${done}/${name}`
    let link: string | null = null
    try {
      link = readlinkSync(join(root, next))
    } catch {}
    if (link === null || ++hops > 40) done = next
    else {
      rest.unshift(
        ...resolve(done || '/', link)
          .split('/')
          .filter(Boolean),
      )
      done = ''
    }
  }
  return done
}

/**
 * cgi-io's `exec`: the session needs `cgi-io exec`, and `file exec` on the whole command line or else on the
 * executable's path, both as the page says it and as it is with its links resolved; then the program runs without stdin
 * and stderr.
 */
export async function cgiIoExec(router: Router, session: Session, line: string): Promise<CgiReply> {
  if (!session.allowed('cgi-io', 'exec', 'read')) return { status: 403, why: 'no cgi-io exec' }
  const words = splitCommand(line)
  const [name] = words
  if (name === undefined) return { status: 400, why: 'no command' }
  const path = executable(router, name)
  if (path === null) return { status: 404, why: `no executable ${name}` }
  const isGranted = (command: string, program: string) =>
    session.allowed('file', [command, ...words.slice(1)].join(' '), 'exec') ||
    session.allowed('file', program, 'exec')
  const real = realPath(router.root, path)
  if (!isGranted(name, path) || !isGranted(real, real))
    return { status: 403, why: `${line} is not granted, or not ${real}` }
  const run = await router.run([path, ...words.slice(1)])
  return { status: 200, run: { ...run, stderr: '' } }
}
