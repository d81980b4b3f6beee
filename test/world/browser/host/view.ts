import { baseclass } from './classes.ts'
import { content, create } from './elements.ts'
import { maps } from './form.ts'

interface View {
  load(): unknown
  render(loaded: unknown): Node | Promise<Node>
  handleSave: (() => Promise<unknown>) | null
  handleSaveApply: (() => Promise<unknown>) | null
  handleReset: (() => Promise<unknown>) | null
}

/** Buttons at the bottom, for the handlers a page has. */
function footer(view: View): Node[] {
  const button = (text: string, kind: string, work: (() => Promise<unknown>) | null) =>
    work === null
      ? []
      : [
          create('button', { class: `btn cbi-button cbi-button-${kind}`, click: () => work.call(view) }, [
            text,
          ]),
        ]
  const buttons = [
    ...button(_('Save & Apply'), 'apply important', view.handleSaveApply),
    ...button(_('Save'), 'save', view.handleSave),
    ...button(_('Reset'), 'reset', view.handleReset),
  ]
  return buttons.length > 0 ? [create('div', { class: 'cbi-page-actions' }, buttons)] : []
}

/** LuCI's `view`: making an instance shows the page. */
export const view = baseclass.extend({
  load: () => undefined,
  handleSave: () => Promise.all([...maps].map(map => map.save())),
  async handleSaveApply(this: View) {
    await this.handleSave?.()
    await Promise.all([...maps].map(map => map.apply()))
  },
  handleReset: () => Promise.all([...maps].map(map => map.reset())),
  async __init__(this: View) {
    const place = document.getElementById('view')
    if (!place) return
    content(place, [create('p', { class: 'spinning' }, [_('Loading view…')])])
    const node = await this.render(await this.load())
    content(place, [node, ...footer(this)])
    place.dataset.ready = 'true'
  },
})
