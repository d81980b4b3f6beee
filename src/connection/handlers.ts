import type { Files } from '../platform/platform.ts'

/**
 * Names of the protocol handlers of netifd that are installed, from `/lib/netifd/proto`, whose scripts name each by
 * `add_protocol`; null where there are none to be seen.
 */
export function protosOf(files: Files): string[] | null {
  const names = files.list('/lib/netifd/proto').filter(name => name.endsWith('.sh'))
  if (names.length === 0) return null
  const texts = names.flatMap(name => {
    const text = files.read(`/lib/netifd/proto/${name}`, 65_536) ?? ''
    return [...text.matchAll(/\badd_protocol\s+([\w-]+)/g)].map(match => match[1] ?? '')
  })
  return [...new Set([...names.map(name => name.replace(/\.sh$/, '')), ...texts])]
}
