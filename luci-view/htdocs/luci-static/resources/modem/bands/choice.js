'use strict';
'require baseclass';
'require modem.spectrum as spectrum';
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

/**
 * The choice of bands of one technology.
 * @typedef {object} Choice
 * @property {BandRat} rat
 * @property {Content} node
 * @property {() => number[]} chosen
 * @property {() => readonly number[] | null} before What is allowed now.
 * @property {() => number[]} cut Bands in use that would be switched off.
 * @property {() => string[]} changes What would change, as sentences.
 * @property {(now: readonly number[]) => void} take Shows what is allowed from now on.
 * @property {(text: string) => void} search Shows the bands alone that a text names.
 */

const el = element.create;

/** @param {BandRat} rat @param {readonly number[]} list */
const listed = (rat, list) => list.map(band => words.band(rat, band)).join(', ');

/** @param {BandRat} rat @param {number} band */
const rangeOf = (rat, band) => spectrum.text(rat === 'lte' ? 'lte' : 'nr', band);

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

/** Whether a text names a band: by its number, `B3`, or what stands beside it. @param {BandRat} rat @param {number} band @param {string} text */
function isNamed(rat, band, text) {
	if (/^\d{1,3}$/.test(text)) return String(band) === text;
	return `${words.band(rat, band)} ${rangeOf(rat, band)}`.toLowerCase().includes(text.toLowerCase());
}

return baseclass.extend({
	listed,

	/**
	 * Bands to tick, those in use first, with presets and what the change would be.
	 * @param {readonly Carrier[]} carriers
	 * @param {Bands} what
	 * @param {{ changed: () => unknown, reset: (choice: Choice) => unknown }} events
	 * @returns {Choice}
	 */
	of(carriers, { rat, possible, enabled, mayWrite }, { changed, reset }) {
		const used = usedBands(rat, carriers);
		let before = enabled;
		const order = [...possible].sort((a, b) => Number(used.has(b)) - Number(used.has(a)) || a - b);
		const boxes = new Map(
			order.map(band => [
				band,
				el('input', {
					type: 'checkbox',
					checked: enabled?.includes(band) ?? false,
					disabled: !mayWrite,
					change: () => changed()
				})
			])
		);
		// What the modem read back beyond the chips stays as it is.
		const chosen = () =>
			[
				...possible.filter(band => boxes.get(band)?.checked),
				...(before ?? []).filter(band => !boxes.has(band))
			].sort((a, b) => a - b);
		const choose = (/** @type {readonly number[]} */ list) => {
			for (const [band, box] of boxes) box.checked = list.includes(band);
			changed();
		};
		const chips = new Map(
			order.map(band => {
				const role = used.get(band);
				return [
					band,
					el(
						'label',
						{ class: role ? 'cm-chip cm-used' : 'cm-chip', 'data-band': band },
						boxes.get(band),
						el('b', {}, words.band(rat, band)),
						el('small', {}, rangeOf(rat, band)),
						role
							? el('small', { class: 'cm-use' }, role === 'pcc' ? _('in use, primary') : _('in use'))
							: null
					)
				];
			})
		);
		const allowed = el('p', { class: 'cm-allowed' });
		const tell = () =>
			element.fill(
				allowed,
				before === null
					? _('The modem does not say which bands are allowed now.')
					: N_(possible.length, '%d of %d band is allowed.', '%d of %d bands are allowed.').format(
							possible.filter(band => before?.includes(band)).length,
							possible.length
						)
			);
		tell();

		/** @type {Choice} */
		const choice = {
			rat,
			chosen,
			before: () => before,
			cut: () => [...used.keys()].filter(band => !chosen().includes(band)),
			changes() {
				const on = chosen().filter(band => !before?.includes(band));
				const off = (before ?? []).filter(band => !chosen().includes(band));
				return [
					on.length > 0 ? _('Will be switched on: %s.').format(listed(rat, on)) : '',
					off.length > 0 ? _('Will be switched off: %s.').format(listed(rat, off)) : ''
				].filter(Boolean);
			},
			take(now) {
				before = now;
				tell();
				choose(now);
			},
			search(text) {
				for (const [band, chip] of chips) chip.hidden = text !== '' && !isNamed(rat, band, text);
			},
			node: null
		};
		choice.node = [
			allowed,
			el('div', { class: 'cm-chips' }, [...chips.values()]),
			mayWrite
				? el(
						'div',
						{ class: 'cm-actions' },
						parts.button(_('Select all'), 'neutral', () => choose(possible)),
						used.size > 0
							? parts.button(_('Only those in use'), 'neutral', () => choose([...used.keys()]))
							: null,
						enabled === null ? null : parts.button(_('Undo'), 'neutral', () => choose(before ?? [])),
						parts.button(_('Restore the default'), 'action', () => reset(choice))
					)
				: null
		];
		return choice;
	}
});
