'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').SimReply} SimReply
 * @typedef {import('modem.api').SimChangeReply} SimChangeReply
 */

/**
 * Sends a change of the SIM.
 * @callback Sender
 * @returns {Promise<SimChangeReply | import('modem.api').FailureReply | number>}
 */

const el = element.create;

/** @param {string} [pattern] */
const secret = pattern =>
	parts.input({
		type: 'password',
		inputmode: 'numeric',
		pattern: pattern ?? '[0-9]{4,8}',
		required: true,
		size: 10,
		autocomplete: 'one-time-code'
	});

/** @param {number | null} attempts */
const left = attempts => (attempts === null ? null : _('Attempts left: %d').format(attempts));

/** @param {SimReply} sim */
const facts = sim =>
	parts.facts([
		[_('State'), words.sim(sim.state)],
		[
			_('PIN at power-up'),
			sim.lock_enabled === null ? null : sim.lock_enabled ? _('asked for') : _('not asked for')
		],
		['PIN', left(sim.pin_attempts)],
		['PUK', left(sim.puk_attempts)],
		[_('Slot'), sim.slot]
	]);

/**
 * The forms that fit the state of the SIM.
 * @param {SimReply} sim
 * @param {string} modem
 * @param {(send: Sender) => Promise<unknown>} submit
 */
function forms(sim, modem, submit) {
	/** The last attempt is used up only when somebody ticks this. @param {number | null} attempts */
	const insist = attempts => {
		const box = el('input', { type: 'checkbox', required: true });
		const text = _('Use the last attempt: a wrong number blocks the card.');
		const node =
			attempts !== null && attempts <= 1 ? el('label', { class: 'cm-insist' }, box, ' ', text) : null;
		return { node, force: () => (node ? box.checked : undefined) };
	};
	const pin = secret();
	const fresh = secret();
	const again = insist(sim.pin_attempts);
	if (sim.state === 'pin_required')
		return parts.form([parts.field('PIN', pin), again.node], _('Unlock'), 'action', () =>
			submit(() => api.unlock_sim(modem, pin.value, undefined, undefined, again.force()))
		);
	if (sim.state === 'puk_required') {
		const puk = secret('[0-9]{8}');
		const last = insist(sim.puk_attempts);
		return parts.form(
			[parts.field('PUK', puk), parts.field(_('New PIN'), fresh), last.node],
			_('Unlock'),
			'action',
			() => submit(() => api.unlock_sim(modem, undefined, puk.value, fresh.value, last.force()))
		);
	}
	if (sim.state !== 'ready') return null;
	const turn = !(sim.lock_enabled ?? false);
	const lockPin = secret();
	const more = insist(sim.pin_attempts);
	return el(
		'details',
		{},
		el('summary', {}, _('Change the PIN')),
		sim.lock_enabled === null
			? null
			: parts.form(
					[parts.field('PIN', lockPin), again.node],
					turn ? _('Ask for it at power-up') : _('Do not ask for it any more'),
					'action',
					() => submit(() => api.set_sim_lock(modem, turn, lockPin.value, again.force()))
				),
		sim.lock_enabled === false
			? el('p', {}, _('The PIN can be changed only while it is asked for at power-up.'))
			: parts.form(
					[parts.field(_('Present PIN'), pin), parts.field(_('New PIN'), fresh), more.node],
					_('Change the PIN'),
					'action',
					() => submit(() => api.change_pin(modem, pin.value, fresh.value, more.force()))
				)
	);
}

return baseclass.extend({
	title: _('SIM card'),
	about: _('PIN, PUK, slot'),
	needs: /** @type {const} */ (['sim', 'select_sim']),

	/** State of the SIM, its PIN and its slot. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite, can }) {
		const result = change.place();
		const body = el('div');

		/** @param {SimReply} sim */
		function draw(sim) {
			const submit = (/** @type {Sender} */ send) =>
				result.attempt(async () => {
					try {
						const reply = await calls.write(send);
						const state = reply.after ?? reply.before;
						draw(state);
						result.done(reply, _('The SIM card: %s.').format(words.sim(state.state)));
					} catch (error) {
						draw(await calls.read(() => api.sim(modem)));
						throw error;
					}
				});
			const slot = parts.select(
				sim.slots.map(number => [String(number), String(number)]),
				String(sim.slot)
			);
			const slots =
				sim.slots.length > 1 && can('select_sim')?.write
					? parts.form([parts.field(_('Slot'), slot)], _('Use this card'), 'action', () =>
							submit(() => api.select_sim(modem, Number(slot.value)))
						)
					: null;
			body.replaceChildren(el('div', {}, facts(sim), mayWrite ? [forms(sim, modem, submit), slots] : null));
		}

		draw(await calls.read(() => api.sim(modem)));
		return [body, result.node];
	}
});
