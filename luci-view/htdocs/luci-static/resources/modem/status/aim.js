'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.status.carriers as carriers';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').Carrier} Carrier
 * @typedef {import('modem.quality').Quantity} Quantity
 */

const el = element.create;

/** @param {Carrier} carrier */
const keyOf = ({ rat, band, pci }) => `${rat} ${band} ${pci}`;

/**
 * @param {Quantity} quantity
 * @param {number} value
 * @param {number} best
 */
function big(quantity, value, best) {
	const level = quality.level(quantity, value);
	const behind = best - value;
	return el(
		'div',
		{ class: 'cm-big', 'data-level': level },
		el('span', {}, el('abbr', { title: quality.name(quantity) }, quality.label(quantity))),
		el('span', { class: 'cm-word' }, parts.bars(level), ` ${quality.word(level)}`),
		el(
			'span',
			{ class: 'cm-big-value' },
			quality.number(value),
			el('small', {}, ` ${quality.unit(quantity)}`)
		),
		el(
			'span',
			{ class: behind <= 0 ? 'cm-best cm-at-best' : 'cm-best' },
			behind <= 0
				? _('★ best so far')
				: _('best %s, now %s below').format(
						`${quality.number(best)} ${quality.unit(quantity)}`,
						`${quality.number(behind)} dB`
					)
		)
	);
}

return baseclass.extend({
	/** Big numbers of one carrier with the best value since the start, for turning an antenna. */
	create() {
		/** Best values by carrier and quantity. */
		const best = /** @type {Map<string, number>} */ (new Map());
		let chosen = /** @type {string | null} */ (null);
		const choice = el('div', { class: 'cm-choice', role: 'group', 'aria-label': _('Carrier') });
		const numbers = el('div', { class: 'cm-bigs' });
		let last = /** @type {readonly Carrier[]} */ ([]);

		/** @param {readonly Carrier[]} all */
		function show(all) {
			last = all;
			const carrier = all.find(one => keyOf(one) === chosen) ?? all[0];
			if (carrier === undefined) {
				element.fill(choice);
				element.fill(numbers, el('p', {}, _('No carrier is in use now.')));
				return;
			}
			const key = keyOf(carrier);
			const { rsrp, rsrq, sinr, rat, rssi } = carrier;
			const umts = rat === 'umts';
			const values = /** @type {[Quantity, number | null][]} */ ([
				[umts ? 'rscp' : 'rsrp', rsrp],
				['sinr', sinr],
				[umts ? 'ecio' : 'rsrq', rsrq],
				['rssi', rsrp === null ? rssi : null]
			]);
			element.fill(
				numbers,
				values.map(([quantity, value]) => {
					if (value === null) return null;
					const slot = `${key} ${quantity}`;
					best.set(slot, Math.max(value, best.get(slot) ?? value));
					return big(quantity, value, best.get(slot) ?? value);
				})
			);
			element.fill(
				choice,
				all.length < 2
					? null
					: all.map(one =>
							el(
								'button',
								{
									type: 'button',
									class: 'btn cbi-button',
									'data-key': `aim ${keyOf(one)}`,
									'aria-pressed': String(one === carrier),
									click() {
										chosen = keyOf(one);
										show(last);
									}
								},
								carriers.name(one)
							)
						)
			);
		}

		const reset = parts.button(_('Forget the best values'), 'neutral', () => {
			best.clear();
			show(last);
		});
		const node = el(
			'div',
			{ class: 'cm-aim' },
			el('p', {}, _('Turn the antenna slowly and wait two seconds after each step.')),
			choice,
			numbers,
			reset
		);
		return { node, show };
	}
});
