import { transformSync } from 'esbuild'

/**
 * A page, module or style sheet of LuCI as it is shipped: without comments and blanks, names as they are. The strings at
 * the beginning by which LuCI's loader finds what a module requires stay (openwrt/luci, `compileClass` of luci.js); its
 * build system strips comments and blanks of pages as well.
 */
export function shippedPage(path: string, content: Uint8Array): Uint8Array {
  const loader = path.endsWith('.js') ? 'js' : path.endsWith('.css') ? 'css' : null
  if (loader === null) return content
  const options = { loader, minifyWhitespace: true, legalComments: 'none', charset: 'utf8' } as const
  return Buffer.from(transformSync(Buffer.from(content).toString(), options).code)
}
