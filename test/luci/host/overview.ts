import { content, create } from './elements.ts'
import { environment } from './environment.ts'
import { require } from './loader.ts'
import { poll } from './poll.ts'

interface Include {
  title: string
  load(): Promise<unknown>
  render(loaded: unknown): Node | null
}

/** LuCI's status overview with the sections of `view/status/include`; a section that fails or gives null stays hidden. */
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
    return { include, container, section }
  })
  content(place, [create('h2', {}, [_('Status')]), ...sections.map(({ section }) => section)])
  poll.add(async () => {
    await Promise.all(
      sections.map(async ({ include, container, section }) => {
        try {
          const node = include.render(await include.load())
          if (node !== null) content(container, [node])
          section.hidden = node === null
        } catch {
          section.hidden = true
        }
      }),
    )
    place.dataset.ready = 'true'
  }, 5)
}
