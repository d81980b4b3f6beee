import { create } from './elements.ts'

/** LuCI's `ui`, the part of dialogs and notifications. */
export const ui = {
  showModal(title: string, children: readonly Node[], ...classes: readonly string[]): HTMLElement {
    ui.hideModal()
    const modal = create('div', { class: ['modal', ...classes].join(' '), role: 'dialog', tabindex: -1 }, [
      create('h4', {}, [title]),
      ...children,
    ])
    document.body.append(create('div', { id: 'modal_overlay' }, [modal]))
    modal.focus()
    return modal
  },
  hideModal(): void {
    document.getElementById('modal_overlay')?.remove()
  },
  addNotification(title: string | null, children: unknown, kind = 'notice'): void {
    const message = create('div', { class: `alert-message ${kind}`, role: 'alert' }, [
      ...(title === null ? [] : [create('h4', {}, [title])]),
      ...(Array.isArray(children) ? children : [children]),
    ])
    document.getElementById('maincontent')?.prepend(message)
  },
}
