'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.words as words';

/** How long what was heard of the watch holds, ms. */
const heldMs = 60_000;

/** The watch asks anew in this time whatever it does not read with every look, ms. */
const leastMs = 120_000;

/** How old an answer may be by modem, and when that was heard. */
const heard = /** @type {Map<string, { at: number, oldest: number | null }>} */ (new Map());

/** @param {string} modem */
async function ask(modem) {
	try {
		const { running, interval_s: interval } = await calls.read(() => api.watch(modem));
		return running && interval !== null ? Math.max(leastMs, 1000 * (3 * interval + 30)) : null;
	} catch (error) {
		if (!words.isTrouble(error)) throw error;
		return null;
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
		const oldest = await ask(modem);
		heard.set(modem, { at: Date.now(), oldest });
		return oldest;
	}
});
