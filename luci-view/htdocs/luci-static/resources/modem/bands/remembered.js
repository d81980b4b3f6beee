'use strict';
'require baseclass';

/**
 * @typedef {import('modem.api').BandRat} BandRat
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {Partial<Record<BandRat, number[] | null>>} Supported
 */

const key = 'modem.bands';

/** Which device has which bands. @returns {Record<string, Supported>} */
function all() {
	try {
		const kept = JSON.parse(window.localStorage.getItem(key) ?? '{}');
		return typeof kept === 'object' && kept !== null ? kept : {};
	} catch {
		return {};
	}
}

/** What the device is, and where: another one there has bands of its own. @param {ListedModem} modem */
const nameOf = ({ modem, id, model }) => `${modem} ${id} ${model ?? ''}`;

return baseclass.extend({
	/** @param {ListedModem} modem @param {Supported} supported */
	keep: (modem, supported) =>
		window.localStorage.setItem(key, JSON.stringify({ ...all(), [nameOf(modem)]: supported })),

	/** The bands a modem has, which do not change, as this browser has seen them; null where it has not. @param {ListedModem} modem */
	of: modem => all()[nameOf(modem)] ?? null
});
