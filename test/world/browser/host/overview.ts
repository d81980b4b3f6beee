import { content, create } from './elements.ts'
import { environment } from './environment.ts'
import { require } from './loader.ts'
import { poll } from './poll.ts'

interface Include {
  title: string
  load(): Promise<unknown>
  render(loaded: unknown): Node | null
}

/**
 * LuCI's status overview with the sections of `view/status/include`. As there, a section appears with its first
 * content, null changes nothing, and one whose loading has failed is never drawn again.
 */
export async function overview(): Promise<void> {
  const place = document.getElementById('view')
  if (!place) return
  const includes = await Promise.all(
    environment.includes.map(name => require(`view.status.include.${name}`) as Promise<Include>),
  )
  const sections = includes.map(include => {
    const container = create('div')
    const section = create('div', { class: 'cbi-section' }, [create('h3', {}, [include.title]), container])
    section.hidden = true
    return { include, container, section, failed: false }
  })
  content(place, [create('h2', {}, [_('Status')]), ...sections.map(({ section }) => section)])
  poll.add(async () => {
    await Promise.all(
      sections.map(async one => {
        const loaded = await one.include.load().catch(() => {
          one.failed = true
        })
        if (one.failed) return
        const node = one.include.render(loaded)
        if (node === null) return
        content(one.container, [node])
        one.section.hidden = false
      }),
    )
    place.dataset.ready = 'true'
  }, 5)
}
