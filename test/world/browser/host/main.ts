import { content, create, format } from './elements.ts'
import { environment, resources } from './environment.ts'
import { form } from './form.ts'
import { provide, require } from './loader.ts'
import { NetworkSelect } from './option.ts'
import { overview } from './overview.ts'
import { attach, poll } from './poll.ts'
import { rpc } from './rpc.ts'
import { ui } from './ui.ts'
import { view } from './view.ts'

const { path, translations } = environment

Object.defineProperty(String.prototype, 'format', {
  value(this: string, ...values: readonly unknown[]) {
    return format(this, values)
  },
})

window.E = create
window._ = text => translations[text] ?? text
window.N_ = (count, one, many) => {
  const rule = translations[''] ?? 'plural=(n != 1);'
  const form = Number(new Function('n', `${rule}return +plural`)(count))
  return translations[`${one}\u0002${form}`] ?? (form ? many : one)
}
window.L = {
  env: { requestpath: path.split('/'), pollinterval: 5 },
  resource: (file: string) => `${resources}/${file}`,
  url: (...parts: readonly string[]) => ['/cgi-bin/luci', ...parts].join('/'),
  require,
}

provide('view', view)
provide('dom', { append: content, content, create })
provide('poll', poll)
provide('rpc', rpc)
provide('ui', ui)
provide('form', form)
provide('tools.widgets', { NetworkSelect })

/** The menu at the top, the pages beside this one, the indicator. */
function furnish(): void {
  const entry = ({ path: to, title }: { path: string; title: string }, isHere: boolean) =>
    create('li', { class: isHere ? 'active' : null }, [
      create('a', { href: `/cgi-bin/luci/${to}`, 'aria-current': isHere ? 'page' : null }, [_(title)]),
    ])
  const menu = document.getElementById('topmenu')
  if (menu)
    content(
      menu,
      environment.menu.map(item => entry(item, path.startsWith(item.path.replace(/[^/]*$/, '')))),
    )
  const tabs = document.getElementById('tabmenu')
  if (tabs && environment.tabs.length > 0)
    content(tabs, [
      create(
        'ul',
        { class: 'tabs' },
        environment.tabs.map(item => entry(item, item.path === path)),
      ),
    ])
  const language = document.getElementById('language')
  if (language instanceof HTMLSelectElement)
    language.addEventListener('change', () => {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is for secure contexts only
      document.cookie = `luci_language=${language.value};path=/;samesite=lax`
      location.reload()
    })
  attach()
}

furnish()
const shown =
  environment.view === null ? overview() : require(`view.${environment.view.replaceAll('/', '.')}`)
shown.catch((error: unknown) => {
  ui.addNotification('Error', create('pre', {}, [String(error)]), 'error')
  throw error
})
