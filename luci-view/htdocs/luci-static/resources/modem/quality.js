'use strict';
'require baseclass';

/**
 * A measured quantity.
 * @typedef {'rsrp' | 'rsrq' | 'sinr' | 'rssi' | 'rscp' | 'ecio'} Quantity
 */

/**
 * Ends of the scale and where poor ends, fair ends and good ends, in dBm or dB; the limits network operators and
 * makers of routers use for LTE and 5G, and for UMTS the last two.
 */
const scales = {
	rsrp: { least: -125, most: -65, limits: [-100, -90, -80] },
	rsrq: { least: -22, most: -4, limits: [-17, -13, -10] },
	sinr: { least: -10, most: 30, limits: [0, 13, 20] },
	rssi: { least: -110, most: -45, limits: [-85, -75, -65] },
	rscp: { least: -120, most: -45, limits: [-95, -85, -70] },
	ecio: { least: -24, most: 0, limits: [-15, -10, -6] }
};

const names = {
	rsrp: _('Reference signal received power'),
	rsrq: _('Reference signal received quality'),
	sinr: _('Signal to interference and noise ratio'),
	rssi: _('Received signal strength, all cells together'),
	rscp: _('Received signal code power'),
	ecio: _('Pilot power to total power')
};

const labels = { rsrp: 'RSRP', rsrq: 'RSRQ', sinr: 'SINR', rssi: 'RSSI', rscp: 'RSCP', ecio: 'Ec/Io' };

const words = [_('no signal'), _('poor'), _('fair'), _('good'), _('excellent')];

return baseclass.extend({
	/**
	 * Ends of the scale of a quantity and its three limits.
	 * @param {Quantity} quantity
	 */
	scale: quantity => scales[quantity],

	/**
	 * `RSRP`.
	 * @param {Quantity} quantity
	 */
	label: quantity => labels[quantity],

	/**
	 * What the abbreviation stands for.
	 * @param {Quantity} quantity
	 */
	name: quantity => names[quantity],

	/** @param {Quantity} quantity */
	unit: quantity => (['rsrq', 'sinr', 'ecio'].includes(quantity) ? 'dB' : 'dBm'),

	/**
	 * 1 poor, 2 fair, 3 good, 4 excellent; 0 for a value that is not known.
	 * @param {Quantity} quantity
	 * @param {number | null | undefined} value
	 */
	level(quantity, value) {
		if (value === null || value === undefined) return 0;
		return 1 + scales[quantity].limits.filter(limit => value >= limit).length;
	},

	/**
	 * The word of a level.
	 * @param {number} level
	 */
	word: level => words[level] ?? '',

	/**
	 * The quantity that tells best how strong the primary carrier is, and its value; null without any.
	 * @param {{ [Key in Quantity]?: number | null }} signal
	 * @returns {{ quantity: Quantity, value: number } | null}
	 */
	strength(signal) {
		for (const quantity of /** @type {const} */ (['rsrp', 'rscp', 'rssi'])) {
			const value = signal[quantity];
			if (typeof value === 'number') return { quantity, value };
		}
		return null;
	},

	/**
	 * A number as it is read: a real minus sign, a decimal only where there is one.
	 * @param {number} value
	 */
	number: value => String(Math.round(value * 10) / 10).replace('-', '−')
});
