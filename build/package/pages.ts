import { transformSync } from 'esbuild'

/** What pages came to, by what they were: each transformation of esbuild without a promise is a process of its own. */
const shipped = new Map<string, Uint8Array>()

/**
 * A page, module or style sheet of LuCI as it is shipped: without comments and blanks, names as they are. The strings at
 * the beginning by which LuCI's loader finds what a module requires stay (openwrt/luci, `compileClass` of luci.js); its
 * build system strips comments and blanks of pages as well.
 */
export function shippedPage(path: string, content: Uint8Array): Uint8Array {
  const loader = path.endsWith('.js') ? 'js' : path.endsWith('.css') ? 'css' : null
  if (loader === null) return content
  const source = Buffer.from(content).toString()
  const known = shipped.get(`${path}\n${source}`)
  if (known !== undefined) return known
  const options = { loader, minifyWhitespace: true, legalComments: 'none', charset: 'utf8' } as const
  const made = Buffer.from(transformSync(source, options).code)
  shipped.set(`${path}\n${source}`, made)
  return made
}
