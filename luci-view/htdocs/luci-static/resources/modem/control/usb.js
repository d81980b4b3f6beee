'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.trial.offer as trial';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/** @typedef {import('modem.api').UsbMode} UsbMode */

const el = element.create;

/**
 * Why a mode is not chosen here, in words; null when it is.
 * @param {UsbMode} mode
 */
const refusal = ({ id, at_port: hasPort }) =>
	hasPort
		? null
		: [
				_(
					'This page does not choose it: Linux would show no AT port of the modem, and there is no way back.'
				),
				_('Who has another way to the modem can do it on the command line: %s').format(
					`modem set_usb_mode mode=${id} force=true`
				)
			];

/**
 * What follows from a mode, in words.
 * @param {UsbMode} mode
 */
function consequences({ vidpid, protocol, proto, network }) {
	return [
		vidpid === null ? null : _('The modem will identify itself as %s.').format(vidpid),
		protocol === null ? null : _('Its network device will speak %s.').format(protocol.toUpperCase()),
		network ? null : _('Linux will show no network device of the modem: it gives no connection.'),
		proto === null ? null : _('The interface in the network settings needs the protocol "%s".').format(proto)
	].filter(sentence => sentence !== null);
}

return baseclass.extend({
	title: _('USB mode'),
	about: _('how the modem shows itself to the router'),
	needs: /** @type {const} */ (['usb_mode']),

	/** The composition of USB functions. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite, isConnected, begin }) {
		const reply = await calls.read(() => api.usb_mode(modem));
		const result = change.place(job => begin(job, 'set_usb_mode'));
		const offer = trial.create(isConnected);
		// The interface of the router may have to be set up for the new mode first.
		offer.preset(isConnected, 'registered');
		const nameOf = (/** @type {string | null} */ id) =>
			reply.possible.find(mode => mode.id === id)?.name ?? id ?? _('unknown');
		const now = el('p', {}, _('Now: %s.').format(nameOf(reply.current_id)));
		const offered = reply.possible;
		if (!mayWrite || offered.length === 0) return now;
		const what = el('ul', { class: 'cm-consequences' });
		const choice = parts.select(
			offered.map(mode => [mode.id, `${mode.name} (${mode.id})`]),
			reply.current_id,
			{ change: () => explain() }
		);
		let held = reply.current_id;
		const chosen = () => offered.find(({ id }) => id === choice.value);
		const explain = () => {
			const mode = chosen();
			const isOther = mode !== undefined && mode.id !== held;
			const sentences = isOther ? [...(refusal(mode) ?? []), ...consequences(mode)] : [];
			element.fill(
				what,
				sentences.map(text => el('li', {}, text))
			);
		};
		explain();
		return [
			now,
			parts.form(
				[parts.field(_('Mode'), choice), offer.node],
				_('Change'),
				'negative',
				async () => {
					const mode = chosen();
					if (mode === undefined) return;
					const refused = refusal(mode);
					if (refused) {
						result.say(
							parts.note(
								'bad',
								refused.map(text => el('p', {}, text))
							)
						);
						return;
					}
					const way = offer.sentence();
					const sentences = [
						...consequences(mode),
						_('The connection ends until the interface fits again.'),
						...(way === null ? [] : [way])
					];
					if (!offer.check()) return;
					if (!(await dialog.confirm(_('Change the USB mode?'), sentences, _('Change')))) return;
					const terms = offer.terms();
					await result.attempt(async () => {
						const done = await calls.write(() => api.set_usb_mode(modem, mode.id, undefined, ...terms));
						held = done.after ?? done.before;
						const text = _('Now: %s.').format(nameOf(held));
						element.fill(now, text);
						result.done(done, text);
					}, terms.length > 0);
				},
				() => chosen()?.id !== held
			),
			what,
			result.node
		];
	}
});
