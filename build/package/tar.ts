import type { TreeFile } from '../tree.ts'

const block = 512

/** A field of octal digits that ends with NUL. */
const octal = (n: number, width: number) => `${n.toString(8).padStart(width - 1, '0')}\0`

/** A name of more than 100 bytes in two parts, at the first `/` that leaves few enough behind it; null where none does. */
function split(name: string): [prefix: string, rest: string] | null {
  if (Buffer.byteLength(name) <= 100) return ['', name]
  for (let at = name.indexOf('/'); at > 0 && at < name.length - 1; at = name.indexOf('/', at + 1)) {
    const rest = name.slice(at + 1)
    if (Buffer.byteLength(rest) <= 100 && Buffer.byteLength(name.slice(0, at)) <= 155)
      return [name.slice(0, at), rest]
  }
  return null
}

/** One ustar header (POSIX.1-1988): owner root by number, no names. Throws for a name that it has no place for. */
function header(name: string, mode: number, size: number, mtime: number, type: '0' | '5'): Buffer {
  const parts = split(name)
  if (parts === null) throw new Error(`${name} is too long for a ustar header`)
  const [prefix, rest] = parts
  const bytes = Buffer.alloc(block)
  bytes.write(rest, 0)
  bytes.write(prefix, 345)
  bytes.write(octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(mtime, 12), 100)
  bytes.write(`        ${type}`, 148)
  bytes.write('ustar\x0000', 257)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

/** Every folder above the paths, parents first, without the root. */
export function foldersOf(paths: Iterable<string>): string[] {
  const folders = new Set<string>()
  for (const path of paths)
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1))
      folders.add(path.slice(0, end))
  return [...folders].sort(byBytes)
}

/** The order of the bytes of two texts. */
export const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

/**
 * A tar archive of the files and their folders (mode 755), every name after `prefix`, sorted, one time for all, in
 * seconds since 1970. The same files give the same bytes.
 */
export function tar(files: ReadonlyMap<string, TreeFile>, mtime: number, prefix = './'): Buffer {
  const names = [...files.keys()]
  const entries = [
    ...foldersOf(names).map(name => ({ name: `${name}/`, file: null })),
    ...[...files].map(([name, file]) => ({ name, file })),
  ].sort((a, b) => byBytes(a.name, b.name))
  const parts = [header(prefix, 0o755, 0, mtime, '5')]
  for (const { name, file } of entries) {
    const content = Buffer.from(file?.content ?? '')
    parts.push(
      header(prefix + name, file?.mode ?? 0o755, content.length, mtime, file ? '0' : '5'),
      content,
      Buffer.alloc((block - (content.length % block)) % block),
    )
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}
