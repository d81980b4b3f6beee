'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/** @typedef {import('modem.api').UsbMode} UsbMode */

const el = element.create;

/**
 * What follows from a mode, in words.
 * @param {UsbMode} mode
 */
function consequences({ vidpid, protocol, proto }) {
	return [
		vidpid === null ? null : _('The modem will identify itself as %s.').format(vidpid),
		protocol === null ? null : _('Its network device will speak %s.').format(protocol.toUpperCase()),
		proto === null ? null : _('The interface in the network settings needs the protocol "%s".').format(proto)
	].filter(sentence => sentence !== null);
}

return baseclass.extend({
	title: _('USB mode'),
	needs: /** @type {const} */ (['usb_mode']),

	/** The composition of USB functions. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite }) {
		const reply = await calls.read(() => api.usb_mode(modem));
		const result = change.place();
		const nameOf = (/** @type {string | null} */ id) =>
			reply.possible.find(mode => mode.id === id)?.name ?? id ?? _('unknown');
		const now = el('p', {}, _('Now: %s.').format(nameOf(reply.current_id)));
		// After the others Linux shows no way back to the modem: they are a matter of the command line.
		const offered = reply.possible.filter(mode => mode.at_port || mode.id === reply.current_id);
		if (!mayWrite || offered.length === 0) return now;
		const what = el('ul', { class: 'cm-consequences' });
		const choice = parts.select(
			offered.map(mode => [mode.id, `${mode.name} (${mode.id})`]),
			reply.current_id,
			{ change: () => explain() }
		);
		const chosen = () => offered.find(({ id }) => id === choice.value);
		const explain = () => {
			const mode = chosen();
			element.fill(
				what,
				mode && mode.id !== reply.current_id ? consequences(mode).map(text => el('li', {}, text)) : null
			);
		};
		explain();
		return [
			now,
			parts.form([parts.field(_('Mode'), choice)], _('Change'), 'negative', async () => {
				const mode = chosen();
				if (mode === undefined) return;
				const sentences = [...consequences(mode), _('The connection ends until the interface fits again.')];
				if (!(await dialog.confirm(_('Change the USB mode?'), sentences, _('Change')))) return;
				await result.attempt(async () => {
					const done = await calls.write(() => api.set_usb_mode(modem, mode.id));
					const text = _('Now: %s.').format(nameOf(done.after ?? done.before));
					element.fill(now, text);
					result.done(done, text);
				});
			}),
			what,
			result.node
		];
	}
});
