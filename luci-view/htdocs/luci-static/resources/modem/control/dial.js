'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
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
	title: _('Dialling'),
	needs: /** @type {const} */ (['autoconnect']),

	/** Whether the modem dials by itself. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite }) {
		const reply = await calls.read(() => api.autoconnect(modem));
		const result = change.place();
		const now = element.create('p', {}, text(reply.enabled));
		const set = (/** @type {boolean} */ enabled) =>
			result.attempt(async () => {
				const done = await calls.write(() => api.set_autoconnect(modem, enabled));
				element.fill(now, text(done.after));
				result.done(done, text(done.after));
			});
		return [
			now,
			mayWrite
				? element.create(
						'div',
						{ class: 'cm-actions' },
						parts.button(_('Let the modem dial'), 'neutral', () => set(true)),
						parts.button(_('Let the router dial'), 'neutral', () => set(false))
					)
				: null,
			result.node
		];
	}
});
