'use strict';
'require baseclass';

/**
 * @typedef {import('modem.quality').Quantity} Quantity
 * @typedef {import('modem.api').SignalReply} SignalReply
 * @typedef {{ rat: string | null, bands: string | null, cell: string | null }} Setting
 */

/**
 * What was measured at one time: milliseconds since 1970, the values of the primary carrier, technology, bands and cell.
 * @typedef {{ at: number, rat?: string | null, bands?: string | null, cell?: string | null } & { [Key in Quantity]?: number | null }} Point
 */

const quantities = /** @type {const} */ (['rsrp', 'rsrq', 'sinr', 'rssi', 'rscp', 'ecio']);

/** How far back a line goes, ms. */
const reach = 10 * 60_000;

/** @param {string} modem */
const keyOf = modem => `modem.history.${modem}`;

/**
 * @param {string} modem
 * @returns {Point[]}
 */
function load(modem) {
	try {
		const points = JSON.parse(window.sessionStorage.getItem(keyOf(modem)) ?? '[]');
		return Array.isArray(points) ? points.filter(({ at }) => at > Date.now() - reach) : [];
	} catch {
		return [];
	}
}

return baseclass.extend({
	reach,

	/**
	 * The values of the last ten minutes of one modem; they survive going to another page and back.
	 * @param {string} modem
	 */
	of(modem) {
		const points = load(modem);
		return {
			points,
			/** @param {SignalReply['signal']} signal @param {number} ageMs @param {Setting} setting */
			add(signal, ageMs, setting) {
				const at = Date.now() - ageMs;
				const before = points.at(-1);
				if (before && at - before.at < 500) return;
				points.push({ at, ...setting, ...Object.fromEntries(quantities.map(key => [key, signal[key]])) });
				while (points[0] && points[0].at < at - reach) points.shift();
				try {
					window.sessionStorage.setItem(keyOf(modem), JSON.stringify(points));
				} catch {
					window.sessionStorage.removeItem(keyOf(modem));
				}
			},
			/** The best value of a quantity within the line. @param {Quantity} quantity */
			best(quantity) {
				const values = points.map(point => point[quantity]).filter(value => typeof value === 'number');
				return values.length > 0 ? Math.max(...values) : null;
			}
		};
	}
});
