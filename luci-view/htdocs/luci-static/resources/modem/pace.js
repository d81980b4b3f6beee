'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.words as words';

/** How long what was heard of the watch holds, ms. */
const heldMs = 60_000;

/** The watch asks anew in this time whatever it does not read with every look, ms. */
const leastMs = 120_000;

/** How long a look takes at most, ms. */
const lookMs = 15_000;

/** How old an answer may be by modem, how old the watch lets it become, and when that was heard. */
const heard = /** @type {Map<string, { at: number, oldest: number | null, usual: number }>} */ (new Map());

/** @param {string} modem */
async function ask(modem) {
	const nobody = { oldest: null, usual: 0 };
	try {
		const { running, interval_s: interval } = await calls.read(() => api.watch(modem));
		if (!running || interval === null) return nobody;
		const everyMs = 1000 * interval;
		return { oldest: Math.max(leastMs, 3 * everyMs + 30_000), usual: everyMs + lookMs };
	} catch (error) {
		if (!words.isTrouble(error)) throw error;
		return nobody;
	}
}

return baseclass.extend({
	/**
	 * How old an answer about a modem may be, ms, where the watch reads it anyway: a page then sends it nothing of its
	 * own. Null where nobody watches it.
	 * @param {string} modem
	 */
	async oldest(modem) {
		const known = heard.get(modem);
		if (known && Date.now() - known.at < heldMs) return known.oldest;
		const told = await ask(modem);
		heard.set(modem, { at: Date.now(), ...told });
		return told.oldest;
	},

	/**
	 * Takes an answer that is no older than the watch lets it become for a sign that the watch runs still.
	 * @param {string} modem
	 * @param {number} ageMs
	 */
	seen(modem, ageMs) {
		const known = heard.get(modem);
		if (known && ageMs < known.usual) known.at = Date.now();
	}
});
