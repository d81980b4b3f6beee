'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.spectrum as spectrum';
'require modem.trial.offer as trial';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').BandRat} BandRat
 * @typedef {import('modem.api').Carrier} Carrier
 */

/**
 * The bands of one technology: what there is, what is allowed now (null: the modem did not tell).
 * @typedef {object} Bands
 * @property {BandRat} rat
 * @property {readonly number[]} possible
 * @property {readonly number[] | null} enabled
 * @property {boolean} mayWrite
 */

const el = element.create;

/** @param {BandRat} rat @param {readonly number[]} list */
const listed = (rat, list) => list.map(band => words.band(rat, band)).join(', ');

/**
 * Bands of this technology that carry the connection now.
 * @param {BandRat} rat
 * @param {readonly Carrier[]} carriers
 */
function usedBands(rat, carriers) {
	const isNsa = carriers.some(carrier => carrier.rat === 'lte');
	const system = rat === 'lte' ? 'lte' : 'nr';
	if (system === 'nr' && (rat === 'nr_nsa') !== isNsa) return new Map();
	return new Map(
		carriers
			.filter(carrier => carrier.rat === system && carrier.active && carrier.band !== null)
			.map(carrier => [carrier.band, carrier.role])
	);
}

return baseclass.extend({
	/**
	 * Bands to tick, with presets, what the change would be, and what came of it.
	 * @param {{ modem: string, carriers: readonly Carrier[], isConnected: boolean, begin: import('modem.trial.panel').Begin }} context
	 * @param {Bands} what
	 */
	of({ modem, carriers, isConnected, begin }, { rat, possible, enabled, mayWrite }) {
		const used = usedBands(rat, carriers);
		let before = enabled;
		const boxes = new Map(
			possible.map(band => [
				band,
				el('input', {
					type: 'checkbox',
					checked: enabled?.includes(band) ?? false,
					disabled: !mayWrite,
					change: () => update()
				})
			])
		);
		const summary = el('p', { class: 'cm-change', role: 'status' });
		const result = change.place(job => begin(job, 'set_bands'));
		const offer = trial.create(isConnected);
		// What the modem read back beyond the chips stays as it is.
		const chosen = () =>
			[
				...possible.filter(band => boxes.get(band)?.checked),
				...(before ?? []).filter(band => !boxes.has(band))
			].sort((a, b) => a - b);
		const choose = (/** @type {readonly number[]} */ list) => {
			for (const [band, box] of boxes) box.checked = list.includes(band);
			update();
		};

		/** Says what would change; false when there is nothing to apply. @returns {boolean} */
		function update() {
			const wanted = chosen();
			const on = wanted.filter(band => !before?.includes(band));
			const off = (before ?? []).filter(band => !wanted.includes(band));
			const changes = [
				on.length > 0 ? _('Will be switched on: %s.').format(listed(rat, on)) : '',
				off.length > 0 ? _('Will be switched off: %s.').format(listed(rat, off)) : ''
			].filter(Boolean);
			const isReady = wanted.length > 0 && changes.length > 0;
			apply.disabled = !isReady;
			element.fill(
				summary,
				wanted.length === 0
					? _('Choose at least one band.')
					: changes.length === 0
						? N_(possible.length, '%d of %d band is allowed.', '%d of %d bands are allowed.').format(
								wanted.length,
								possible.length
							)
						: changes.join(' ')
			);
			return isReady;
		}

		/** @param {readonly number[] | null} wanted Null: the model's default. */
		async function send(wanted) {
			if (!offer.check()) return;
			const cut = [...used.keys()].filter(band => wanted !== null && !wanted.includes(band));
			const sentences = [
				_('The connection runs through %s now, which would be switched off.').format(listed(rat, cut)),
				_('It will be interrupted. If the modem finds no cell on the other bands, it will not come back.'),
				offer.sentence() ??
					_('If you reach this router through this connection only, you may lock yourself out.')
			];
			if (cut.length > 0 && !(await dialog.confirm(_('Cut the present connection?'), sentences, _('Apply'))))
				return;
			const terms = offer.terms();
			await result.attempt(async () => {
				const reply = await calls.write(() =>
					wanted === null
						? api.set_bands(modem, rat, undefined, true, ...terms)
						: api.set_bands(modem, rat, [...wanted], undefined, ...terms)
				);
				before = reply.after ?? reply.requested;
				choose(before);
				result.done(reply, _('Allowed now: %s.').format(listed(rat, before)));
			}, terms.length > 0);
			update();
		}

		const apply = parts.button(_('Apply'), 'positive', async () => {
			await send(chosen());
			return update();
		});
		update();
		const chips = possible.map(band => {
			const box = boxes.get(band);
			const role = used.get(band);
			return el(
				'label',
				{ class: role ? 'cm-chip cm-used' : 'cm-chip', 'data-band': band },
				box,
				el('b', {}, words.band(rat, band)),
				el('small', {}, spectrum.text(rat === 'lte' ? 'lte' : 'nr', band)),
				role ? el('small', { class: 'cm-use' }, role === 'pcc' ? _('in use, primary') : _('in use')) : null
			);
		});
		return [
			enabled === null ? parts.note('warn', _('The modem does not say which bands are allowed now.')) : null,
			el('div', { class: 'cm-chips' }, chips),
			mayWrite
				? [
						summary,
						offer.node,
						el(
							'div',
							{ class: 'cm-actions' },
							apply,
							parts.button(_('Select all'), 'neutral', () => choose(possible)),
							used.size > 0
								? parts.button(_('Only those in use'), 'neutral', () => choose([...used.keys()]))
								: null,
							before === null ? null : parts.button(_('Undo'), 'neutral', () => choose(before ?? [])),
							parts.button(_('Restore the default'), 'neutral', () => send(null))
						)
					]
				: null,
			result.node
		];
	}
});
