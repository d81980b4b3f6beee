import { type TransformOptions, transform, transformSync } from 'esbuild'

/** What pages came to, by what they were: each transformation of esbuild without a promise is a process of its own. */
const shipped = new Map<string, Uint8Array>()

const optionsOf = (path: string): TransformOptions | null => {
  const loader = path.endsWith('.js') ? 'js' : path.endsWith('.css') ? 'css' : null
  return loader && { loader, minifyWhitespace: true, legalComments: 'none', charset: 'utf8' }
}

/** Makes of many pages at once, in one process, what `shippedPage` then gives. */
export async function shipPages(
  pages: readonly (readonly [path: string, content: Uint8Array])[],
): Promise<void> {
  await Promise.all(
    pages.map(async ([path, content]) => {
      const source = Buffer.from(content).toString()
      const options = optionsOf(path)
      const key = `${path}\n${source}`
      if (options === null || shipped.has(key)) return
      shipped.set(key, Buffer.from((await transform(source, options)).code))
    }),
  )
}

/**
 * A page, module or style sheet of LuCI as it is shipped: without comments and blanks, names as they are. The strings at
 * the beginning by which LuCI's loader finds what a module requires stay (openwrt/luci, `compileClass` of luci.js); its
 * build system strips comments and blanks of pages as well.
 */
export function shippedPage(path: string, content: Uint8Array): Uint8Array {
  const options = optionsOf(path)
  if (options === null) return content
  const source = Buffer.from(content).toString()
  const known = shipped.get(`${path}\n${source}`)
  if (known !== undefined) return known
  const made = Buffer.from(transformSync(source, options).code)
  shipped.set(`${path}\n${source}`, made)
  return made
}
