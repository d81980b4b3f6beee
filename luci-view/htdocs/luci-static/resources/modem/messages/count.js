'use strict';
'require baseclass';
'require modem.messages.alphabet as alphabet';

/**
 * How a text would be sent.
 * @typedef {object} Count
 * @property {'gsm7' | 'ucs2'} alphabet
 * @property {'turkish' | 'spanish' | 'portuguese' | null} language
 * @property {number[]} parts Characters of each part.
 * @property {number} left Places that are free in the last part.
 */

/** @typedef {import('modem.messages.alphabet').Writing} Writing */

const [basic] = alphabet.writings;

/** Places a character takes; null where the writing does not have it. @param {Writing} writing @param {string} char */
function sizeOf({ alphabet: name, one, two }, char) {
	if (name === 'ucs2') return char.length;
	if (one.includes(char) || basic?.one.includes(char)) return 1;
	return two.includes(char) || basic?.two.includes(char) ? 2 : null;
}

/** Fills parts of so many places; null where a character cannot be written. @param {string} text @param {Writing} writing @param {number} room */
function fill(text, writing, room) {
	const parts = [0];
	let left = room;
	for (const char of text) {
		const size = sizeOf(writing, char);
		if (size === null) return null;
		if (size > left) {
			parts.push(0);
			left = room;
		}
		parts[parts.length - 1] = (parts.at(-1) ?? 0) + 1;
		left -= size;
	}
	return { parts, left };
}

return baseclass.extend({
	/**
	 * Counts as the modem service will split: as few parts as there is a way to, of several ways the first.
	 * @param {string} given
	 * @returns {Count}
	 */
	of(given) {
		const text = given.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
		/** @type {Count | null} */
		let best = null;
		for (const writing of alphabet.writings) {
			const alone = fill(text, writing, writing.alone);
			const filled = alone && alone.parts.length > 1 ? fill(text, writing, writing.several) : alone;
			if (filled && (best === null || filled.parts.length < best.parts.length))
				best = { alphabet: writing.alphabet, language: writing.language, ...filled };
		}
		return best ?? { alphabet: 'ucs2', language: null, parts: [0], left: 70 };
	}
});
