'use strict';
'require baseclass';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.words as words';

const el = element.create;

return baseclass.extend({
	/**
	 * A folded part of a page, read when it is opened first; what goes wrong while it is read is said in it.
	 * @param {string} title
	 * @param {string} about What it is for, in some words beside the title.
	 * @param {() => Promise<Content>} show
	 * @param {string} name Last part of its class.
	 */
	create(title, about, show, name) {
		const content = el('div', {});
		let isRead = false;
		async function read() {
			isRead = true;
			content.replaceChildren(el('p', { class: 'spinning' }, _('Reading …')));
			try {
				content.replaceChildren(el('div', {}, await show()));
			} catch (error) {
				if (!words.isTrouble(error)) throw error;
				content.replaceChildren(page.trouble(error, read));
			}
		}
		/** @type {HTMLDetailsElement} */
		const node = el(
			'details',
			{
				class: `cbi-section cm-section cm-fold cm-${name}`,
				toggle() {
					if (node.open && !isRead) read();
				}
			},
			el('summary', {}, el('h3', {}, title), el('span', {}, about)),
			content
		);
		return {
			node,
			/** Opens it and reads it; resolves when it is shown. */
			async open() {
				const reading = isRead ? null : read();
				node.open = true;
				await reading;
			}
		};
	}
});
