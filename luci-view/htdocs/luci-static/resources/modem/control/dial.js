'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.trial.offer as trial';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/** @param {boolean | null} enabled */
const text = enabled =>
	enabled === null
		? _('The modem does not say.')
		: enabled
			? _('The modem dials by itself.')
			: _('The modem waits until the router dials.');

return baseclass.extend({
	title: _('Dial by itself'),
	about: _('who dials: modem or router'),
	needs: /** @type {const} */ (['autoconnect']),

	/** Whether the modem dials by itself. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite, isConnected, begin }) {
		const reply = await calls.read(() => api.autoconnect(modem));
		const result = change.place(job => begin(job, 'set_autoconnect'));
		const offer = trial.create(isConnected);
		let held = reply.enabled;
		const now = element.create('p', {}, text(reply.enabled));
		/** @param {boolean} enabled */
		async function set(enabled) {
			if (!offer.check()) return held !== enabled;
			const terms = offer.terms();
			await result.attempt(async () => {
				const done = await calls.write(() => api.set_autoconnect(modem, enabled, ...terms));
				held = done.after;
				element.fill(now, text(held));
				result.done(done, text(held));
			}, terms.length > 0);
			arrange();
			return held !== enabled;
		}
		const byModem = parts.button(_('Let the modem dial'), 'action', () => set(true));
		const byRouter = parts.button(_('Let the router dial'), 'action', () => set(false));
		/** A button is active when it would change something. */
		function arrange() {
			byModem.disabled = held === true;
			byRouter.disabled = held === false;
		}
		arrange();
		return [
			now,
			mayWrite ? [offer.node, element.create('div', { class: 'cm-actions' }, byModem, byRouter)] : null,
			result.node
		];
	}
});
