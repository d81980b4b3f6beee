'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * What the button of a finding works with.
 * @typedef {object} Context
 * @property {string} modem
 * @property {boolean} mayAct Whether this login may change anything.
 * @property {() => unknown} again Looks again at everything.
 */

/**
 * What a method does when the doctor proposes it, for a person.
 * @typedef {object} Action
 * @property {string} text Of the button.
 * @property {readonly string[] | null} costs What it interrupts, which is asked before; null: nothing.
 * @property {(modem: string, values: Record<string, string | number | boolean>) => Promise<unknown>} run
 */

const el = element.create;

/** Restarts the modem and waits until it is back. @param {string} modem */
async function restart(modem) {
	let told = await calls.write(() => api.restart(modem, 'soft'));
	while (told.state === 'waiting') {
		await calls.pause(2000);
		told = await calls.read(() => api.restart_state(modem));
	}
}

/** @type {Readonly<Record<string, Action>>} */
const actions = {
	restart: {
		text: _('Restart the modem'),
		costs: [_('The connection is interrupted for about a minute.')],
		run: restart
	},
	set_autoconnect: {
		text: _('Let the modem dial'),
		costs: null,
		run: (modem, { enabled }) => calls.write(() => api.set_autoconnect(modem, enabled === true))
	}
};

const notAllowed = _('Your login may not do it; the administrator can.');

return baseclass.extend({
	notAllowed,

	/**
	 * The button that does what the doctor proposes; null for a method these pages do not know.
	 * @param {import('modem.api').FindingAction} proposed
	 * @param {Context} context
	 */
	of(proposed, { modem, mayAct, again }) {
		const action = Object.hasOwn(actions, proposed.method) ? actions[proposed.method] : undefined;
		if (action === undefined) return null;
		if (!mayAct) return el('p', {}, notAllowed);
		const { text, costs, run } = action;
		const result = change.place();
		return el(
			'div',
			{ class: 'cm-actions' },
			parts.button(text, 'action', async () => {
				if (costs && !(await dialog.confirm(`${text}?`, costs, text))) return;
				await result.attempt(async () => {
					await run(modem, proposed.arguments);
					await again();
				});
			}),
			result.node
		);
	}
});
