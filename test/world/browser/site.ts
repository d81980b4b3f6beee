import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type http from 'node:http'
import { join } from 'node:path'
import { build } from 'esbuild'
import { shipPages, shippedPage } from '../../../build/package/pages.ts'
import { catalogue, languages } from '../../luci/catalogue.ts'
import type { OpenSession, Server } from '../demo/ubus.ts'
import { repository } from '../memory/host.ts'
import { type Login, login, readAcls } from '../router/acl.ts'
import type { Environment, MenuEntry } from './environment.ts'
import { below, type Menu, readMenu } from './menu.ts'

/** The groups of rpcd and of LuCI themselves, as far as these pages need them. */
const base = {
  unauthenticated: { read: { ubus: { session: ['access', 'login'], luci: ['getFeatures'] } } },
  'luci-base': {
    read: { ubus: { uci: ['get'] } },
    write: { ubus: { uci: ['add', 'set', 'delete', 'apply', 'confirm'] } },
  },
}

const acls = () => ({ ...readAcls(join(repository, 'acl.d')), ...base })

/** The session of somebody with these groups, and LuCI's own. */
export function sessionOf({ read = [], write = [] }: Login): OpenSession {
  const session = login(acls(), { read, write: [...write, ...(write.length > 0 ? ['luci-base'] : [])] })
  const names = Object.keys(acls()).map(key => key.split('\0')[0] ?? key)
  const groups = names.filter(
    name =>
      session.allowed('access-group', name, 'read') || [...read, ...write].some(p => p === '*' || p === name),
  )
  const holds = (patterns: readonly string[], group: string) =>
    patterns.some(pattern => pattern === '*' || pattern === group)
  /** rpcd grants the group itself, too, for each of its sides that the login has. */
  const allowed: OpenSession['allowed'] = (scope, object, fn) =>
    scope === 'access-group'
      ? names.includes(object) && (holds(write, object) || (fn === 'read' && holds(read, object)))
      : session.allowed(scope, object, fn)
  return { ...session, allowed, groups }
}

/** Every page with the session of an administrator. */
export const administrator: Login = { read: ['*'], write: ['*'] }

const overviewPath = 'admin/status/overview'
const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', json: 'application/json' }

/** Bundles the host that stands for LuCI in the browser. */
async function bundleHost(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(repository, 'test/world/browser/host/main.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2023',
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}

function shell(environment: Environment): string {
  const options = environment.languages.map(
    name => `<option${name === environment.language ? ' selected' : ''}>${name}</option>`,
  )
  return `<!DOCTYPE html>
<html lang="${environment.language.replace('_', '-')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>OpenWrt - ${environment.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/host/theme.css">
<script>
const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => { document.documentElement.dataset.darkmode = String(dark.matches) }
dark.addEventListener('change', follow)
follow()
</script>
</head>
<body>
<header>
<a class="brand" href="/">OpenWrt</a>
<nav><ul id="topmenu"></ul></nav>
<button id="poll" type="button" hidden></button>
<select id="language" aria-label="Language">${options.join('')}</select>
</header>
<main id="maincontent" class="container">
<div id="tabmenu"></div>
<div id="view"></div>
</main>
<script id="environment" type="application/json">${JSON.stringify(environment).replaceAll('<', '\\u003c')}</script>
<script src="/host/host.js"></script>
</body>
</html>
`
}

/** How a site is set up. */
export interface SiteOptions {
  server: Server
  /** Who opens a page; default: an administrator. */
  visitor?(groups: readonly string[]): Login
}

/** The pages, as the package ships them, in a stand-in for LuCI, as an HTTP handler. */
export async function createSite({ server, visitor = () => administrator }: SiteOptions) {
  const menu: Menu = readMenu(join(repository, 'luci-view/root/usr/share/luci/menu.d'))
  const files = join(repository, 'luci-view/htdocs')
  const host = await bundleHost()
  const ours = readdirSync(files, { recursive: true, encoding: 'utf8' }).filter(name =>
    /\.(?:js|css)$/.test(name),
  )
  await shipPages(ours.map(name => [`/${name}`, readFileSync(join(files, name))]))
  const includes = readdirSync(join(files, 'luci-static/resources/view/status/include')).map(name =>
    name.replace('.js', ''),
  )

  /** The page a path leads to: LuCI's `firstchild` goes down. */
  const target = (path: string): string => {
    const node = menu.get(path)
    const [child] = node?.action.type === 'firstchild' ? (below(menu, path)[0] ?? []) : []
    return child === undefined ? path : target(child)
  }

  /** The access group a page asks for besides that of its menu entry. */
  const ownGroups = (view: string | undefined): string[] => {
    const source = view && readFileSync(join(files, `luci-static/resources/view/${view}.js`), 'utf8')
    const [, group] = /page\.open\('([\w-]+)'\)/.exec(source ?? '') ?? []
    return group === undefined ? [] : [group]
  }

  const page = (path: string, language: string): string | null => {
    const node = menu.get(path)
    const view = node?.action.type === 'view' ? node.action.path : undefined
    if (path !== overviewPath && view === undefined) return null
    const opens = node?.depends?.acl ?? ['modem-status']
    const groups = [...new Set([...opens, ...ownGroups(view)])]
    const who = visitor(groups)
    const session = sessionOf(who)
    const translations = catalogue(language)
    const title = (text: string) => translations[text] ?? text
    const entries = (parent: string): MenuEntry[] =>
      below(menu, parent).flatMap(([to, { title: text }]) =>
        text === undefined ? [] : [{ path: to, title: text }],
      )
    return shell({
      session: server.open(session),
      path,
      title: title(node?.title ?? 'Status'),
      view: view ?? null,
      tabs: view === undefined ? [] : entries('admin/modem/cellular'),
      menu: [
        { path: overviewPath, title: 'Status' },
        ...entries('admin').map(e => ({ ...e, path: target(e.path) })),
      ],
      includes,
      language,
      languages: languages(),
      translations,
    })
  }

  const file = (path: string): string | null => {
    if (path === '/host/host.js') return host
    if (path === '/host/theme.css')
      return readFileSync(join(repository, 'test/world/browser/host/theme.css'), 'utf8')
    const isStatic = /^\/luci-static\/resources(?:\/[\w-]+)+\.(?:js|css)$/.test(path)
    if (!isStatic || !existsSync(join(files, path))) return null
    return Buffer.from(shippedPage(path, readFileSync(join(files, path)))).toString()
  }

  return (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const send = (code: number, type: string, body: string) => {
      response.writeHead(code, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
      response.end(body)
    }
    if (pathname === '/ubus' && request.method === 'POST') {
      server.handle(request, response)
      return
    }
    const wanted = pathname === '/' ? 'admin/modem' : /^\/cgi-bin\/luci\/(.+?)\/?$/.exec(pathname)?.[1]
    if (wanted !== undefined && target(wanted) !== wanted) {
      response.writeHead(302, { location: `/cgi-bin/luci/${target(wanted)}` }).end()
      return
    }
    const chosen = /(?:^|; )luci_language=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
    const html = wanted === undefined ? null : page(wanted, languages().find(name => name === chosen) ?? 'en')
    const text = html ?? file(pathname)
    if (text === null) send(404, 'text/plain', 'Not found\n')
    else send(200, html === null ? (types[pathname.replace(/.*\./, '')] ?? 'text/plain') : 'text/html', text)
  }
}
