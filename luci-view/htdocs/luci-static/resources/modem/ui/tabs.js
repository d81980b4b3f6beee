'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.pace as pace';
'require modem.ui.element as element';
'require modem.watch as watch';
'require modem.words as words';

/** @typedef {import('modem.api').ListedModem} ListedModem */

/** How old a state in a tab may be where nobody watches the modem, ms. */
const oldest = 60_000;

const el = element.create;

return baseclass.extend({
	/**
	 * Several modems as tabs with their states, which are read again every minute.
	 * @param {readonly ListedModem[]} modems
	 * @param {ListedModem} first
	 * @param {(modem: ListedModem) => string} nameOf
	 * @param {(modem: ListedModem) => unknown} choose
	 */
	of(modems, first, nameOf, choose) {
		const states = modems.map(() => el('small', {}, '…'));
		const tabs = modems.map((modem, index) =>
			el(
				'button',
				{
					type: 'button',
					role: 'tab',
					class: 'btn cbi-button cm-tab',
					click: () => open(index),
					keydown: (/** @type {KeyboardEvent} */ event) => {
						const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
						if (step === undefined) return;
						event.preventDefault();
						open((index + step + modems.length) % modems.length);
					}
				},
				el('span', {}, nameOf(modem)),
				states[index]
			)
		);

		/** @param {number} index */
		function mark(index) {
			for (const [at, tab] of tabs.entries()) {
				tab.setAttribute('aria-selected', String(at === index));
				tab.tabIndex = at === index ? 0 : -1;
			}
		}

		/** @param {number} index */
		function open(index) {
			const chosen = modems[index];
			if (chosen === undefined) return;
			mark(index);
			tabs[index]?.focus();
			choose(chosen);
		}

		/** @param {string} modem */
		async function stateOf(modem) {
			try {
				const maxAge = (await pace.oldest(modem)) ?? oldest;
				return words.status((await calls.read(() => api.status(modem, maxAge))).status).title;
			} catch (error) {
				if (!words.isTrouble(error)) throw error;
				return words.trouble(error).title;
			}
		}

		mark(modems.indexOf(first));
		const node = el('div', { class: 'cm-tabs', role: 'tablist', 'aria-label': _('Modem') }, tabs);
		watch.every(
			async () => {
				for (const [index, { modem }] of modems.entries()) {
					if (!node.isConnected) return;
					const state = states[index];
					if (state) element.fill(state, await stateOf(modem));
				}
			},
			() => (node.isConnected ? 60 : 1)
		);
		return node;
	}
});
