'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').RestartKind} RestartKind
 * @typedef {import('modem.api').RestartReply} RestartReply
 */

const el = element.create;

/** @type {readonly { how: RestartKind, title: string, text: string }[]} */
const kinds = [
	{ how: 'soft', title: _('Restart'), text: _('Restarts the software of the modem. Helps in most cases.') },
	{ how: 'reset', title: _('Reset'), text: _('Resets the whole module with its own command.') },
	{ how: 'power', title: _('Power cycle'), text: _('Switches the module off and on again.') }
];

/** @param {RestartReply} reply */
function report({ state, elapsed_ms: elapsed, left }) {
	const time = words.duration((elapsed ?? 0) / 1000);
	if (state === 'back' && left === false)
		return parts.note('warn', el('strong', {}, _('The modem answers, but was not seen to restart.')));
	if (state === 'back')
		return parts.note('good', el('strong', {}, _('The modem is back after %s.').format(time)));
	if (state === 'lost')
		return parts.note('bad', [
			el('strong', {}, _('The modem did not come back.')),
			el('p', {}, _('Take its power away for a moment, or restart the router.'))
		]);
	return parts.note('busy', el('strong', {}, _('The modem is restarting, %s so far.').format(time)));
}

return baseclass.extend({
	title: _('Restart'),
	about: _('the modem, not the router'),
	needs: /** @type {const} */ (['restart']),

	/** Restarts the modem and waits for it. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite }) {
		const result = change.place();

		/** @param {RestartReply} reply */
		async function follow(reply) {
			let state = reply;
			while (state.state === 'waiting') {
				result.say(report(state));
				await calls.pause(2000);
				state = await calls.read(() => api.restart_state(modem));
			}
			if (state.state !== 'none') result.say(report(state));
		}

		/** @param {RestartKind} how @param {string} title */
		async function restart(how, title) {
			const sentences = [
				_('The connection is interrupted for about a minute.'),
				...(how === 'power' ? [_('The module may stay off until its power is taken away.')] : [])
			];
			if (!(await dialog.confirm(_('Restart the modem?'), sentences, title))) return;
			await result.attempt(async () => {
				result.say(parts.note('busy', el('strong', {}, _('The modem is restarting.'))));
				await follow(await calls.write(() => api.restart(modem, how, how === 'power' || undefined)));
			});
		}

		result.attempt(async () => follow(await calls.read(() => api.restart_state(modem))));
		return [
			mayWrite
				? el(
						'div',
						{ class: 'cm-steps' },
						kinds.map(({ how, title, text }) => [
							parts.button(title, 'negative', () => restart(how, title)),
							el('span', {}, text)
						])
					)
				: null,
			result.node
		];
	}
});
