'use strict';
'require baseclass';
'require modem.ui.element as element';
'require ui';

const el = element.create;

return baseclass.extend({
	/**
	 * Asks before something that cannot be taken back easily; Escape and the first button mean no.
	 * @param {string} title
	 * @param {readonly string[]} sentences What will happen.
	 * @param {string} action Text of the button that does it.
	 * @returns {Promise<boolean>}
	 */
	confirm: (title, sentences, action) =>
		new Promise(resolve => {
			const before = document.activeElement;
			const close = (/** @type {boolean} */ answer) => {
				document.removeEventListener('keydown', escape);
				ui.hideModal();
				if (before instanceof HTMLElement) before.focus();
				resolve(answer);
			};
			const escape = (/** @type {KeyboardEvent} */ event) => {
				if (event.key === 'Escape') close(false);
			};
			const cancel = el(
				'button',
				{ type: 'button', class: 'btn cbi-button cbi-button-neutral', click: () => close(false) },
				_('Cancel')
			);
			const go = el(
				'button',
				{ type: 'button', class: 'btn cbi-button cbi-button-negative important', click: () => close(true) },
				action
			);
			document.addEventListener('keydown', escape);
			const modal = ui.showModal(title, [
				...sentences.map(sentence => el('p', {}, sentence)),
				el('div', { class: 'right cm-actions' }, cancel, ' ', go)
			]);
			modal.setAttribute('role', 'alertdialog');
			modal.setAttribute('aria-modal', 'true');
			modal.setAttribute('aria-label', title);
			cancel.focus();
		})
});
