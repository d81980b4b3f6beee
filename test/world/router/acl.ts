import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One side of an ACL group: scope → object → functions, or scope → objects. */
export type AclScopes = Readonly<
  Record<string, readonly string[] | Readonly<Record<string, readonly string[]>>>
>

/** Groups of `/usr/share/rpcd/acl.d/*.json` by name. */
export type AclGroups = Readonly<
  Record<string, { description?: string; read?: AclScopes; write?: AclScopes }>
>

/** What a login may do: shell patterns for group names, as in `/etc/config/rpcd`; `!` in front forbids. */
export interface Login {
  read?: readonly string[]
  write?: readonly string[]
}

/** A session as rpcd keeps it. */
export interface Session {
  /** Whether `fn` of `object` in `scope` may be used: `('ubus', 'modem', 'info')`, `('file', '/bin/ls /dev', 'exec')`. */
  allowed(scope: string, object: string, fn: string): boolean
}

/** All groups of the files in a folder; the same group in two files is merged scope by scope. */
export function readAcls(folder: string): AclGroups {
  const files = readdirSync(folder).filter(name => name.endsWith('.json'))
  const groups: Record<string, AclGroups[string]> = {}
  for (const file of files) {
    const content: AclGroups = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    for (const [name, group] of Object.entries(content)) groups[`${name}\0${file}`] = group
  }
  return groups
}

/** fnmatch(3) with FNM_NOESCAPE: `*` and `?` match any character, `[…]` a class. */
export function fnmatch(pattern: string, text: string): boolean {
  const source = pattern.replace(
    /\[(!?)([^\]]+)\]|[\s\S]/g,
    (part, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\^]/g, '\\$&')}]`
      if (part === '*') return '[\\s\\S]*'
      if (part === '?') return '[\\s\\S]'
      return part.replace(/[\\^$.|+(){}[\]/]/g, '\\$&')
    },
  )
  return new RegExp(`^${source}$`).test(text)
}

/** Whether a login's list of patterns names a group: a forbidding pattern wins. */
function names(patterns: readonly string[], group: string): boolean {
  const forbidden = patterns
    .filter(pattern => pattern.startsWith('!'))
    .map(pattern => pattern.slice(1).trim())
  if (forbidden.some(pattern => pattern !== '' && fnmatch(pattern, group))) return false
  return patterns.some(pattern => pattern !== '' && !pattern.startsWith('!') && fnmatch(pattern, group))
}

/** The grants of one side of a group, as `[scope, object, function]`. */
function grants(side: 'read' | 'write', scopes: AclScopes): [string, string, string][] {
  return Object.entries(scopes).flatMap(([scope, objects]) =>
    Array.isArray(objects)
      ? objects.map((object): [string, string, string] => [scope, object, side])
      : Object.entries(objects).flatMap(([object, functions]) =>
          Array.isArray(functions)
            ? functions.map((fn): [string, string, string] => [scope, object, fn])
            : [],
        ),
  )
}

/** Logs in as rpcd does: a list of groups to read, one to write; who may write a group may read it too. */
export function login(groups: AclGroups, { read = [], write = [] }: Login): Session {
  const granted = Object.entries(groups).flatMap(([key, group]) => {
    const name = key.split('\0')[0] ?? key
    const mayWrite = names(write, name)
    return [
      ...(mayWrite || names(read, name) ? grants('read', group.read ?? {}) : []),
      ...(mayWrite ? grants('write', group.write ?? {}) : []),
    ]
  })
  return {
    allowed: (scope, object, fn) =>
      granted.some(
        ([inScope, pattern, functions]) =>
          inScope === scope && fnmatch(pattern, object) && fnmatch(functions, fn),
      ),
  }
}
