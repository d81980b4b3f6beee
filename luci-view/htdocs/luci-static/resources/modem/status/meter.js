'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.ui.element as element';

const el = element.create;

/** @typedef {import('modem.quality').Quantity} Quantity */

/**
 * Where a value lies on the scale of its quantity, as a percentage of its length.
 * @param {Quantity} quantity
 * @param {number} value
 */
function place(quantity, value) {
	const { least, most } = quality.scale(quantity);
	return `${Math.round(1000 * Math.min(1, Math.max(0, (value - least) / (most - least)))) / 10}%`;
}

return baseclass.extend({
	/**
	 * A quantity with its value, its word, and its place between poor and excellent; `peak` is the best value so far.
	 * Null for a value that is not known.
	 * @param {Quantity} quantity
	 * @param {number | null | undefined} value
	 * @param {number | null} [peak]
	 */
	of(quantity, value, peak) {
		if (value === null || value === undefined) return null;
		const level = quality.level(quantity, value);
		const { least, most, limits } = quality.scale(quantity);
		const text = `${quality.number(value)} ${quality.unit(quantity)}`;
		const [fair = 0, good = 0, excellent = 0] = limits;
		const marks = `--cm-fair:${place(quantity, fair)};--cm-good:${place(quantity, good)};--cm-excellent:${place(quantity, excellent)}`;
		return el('div', { class: 'cm-meter', 'data-level': level }, [
			el('div', { class: 'cm-meter-head' }, [
				el('abbr', { title: quality.name(quantity) }, quality.label(quantity)),
				el('span', { class: 'cm-value' }, text),
				el('span', { class: 'cm-word' }, quality.word(level))
			]),
			el(
				'div',
				{
					class: 'cm-track',
					role: 'meter',
					'aria-label': quality.label(quantity),
					'aria-valuemin': least,
					'aria-valuemax': most,
					'aria-valuenow': Math.min(most, Math.max(least, value)),
					'aria-valuetext': `${text}, ${quality.word(level)}`,
					style: `--cm-at:${place(quantity, value)};${marks}`
				},
				[
					el('span', { class: 'cm-level' }),
					typeof peak === 'number'
						? el('span', {
								class: 'cm-peak',
								title: _('Best so far: %s').format(`${quality.number(peak)} ${quality.unit(quantity)}`),
								style: `--cm-at:${place(quantity, peak)}`
							})
						: null
				]
			)
		]);
	},

	/** What the meters' sections mean. */
	legend() {
		return el(
			'p',
			{ class: 'cm-legend' },
			[1, 2, 3, 4].map(level => el('span', { 'data-level': level }, quality.word(level)))
		);
	}
});
