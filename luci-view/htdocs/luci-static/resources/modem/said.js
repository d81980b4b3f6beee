'use strict';
'require baseclass';

/**
 * @typedef {import('modem.api').FindingPhrase} FindingPhrase
 * @typedef {import('modem.api').ListedMistake} ListedMistake
 */

/** Of texts that come with an answer; the catalogue has them from the backend. */
const translated = _;

/** @param {string} text @param {(name: string) => unknown} of */
const filled = (text, of) => text.replace(/\{(\w+)\}/g, (_whole, name) => String(of(name) ?? '?')).trim();

/** Words that are put into a sentence, in the reader's language; null where the catalogue lacks one. @param {readonly FindingPhrase[]} phrases */
function worded(phrases) {
	const isKnown = ({ text = '' }) => /^\{\w+\}$/.test(text) || translated(text) !== text;
	if (phrases.length === 0 || !phrases.every(isKnown)) return null;
	const texts = phrases.map(({ text, values }) => filled(translated(text), name => values[name]));
	return texts.join(texts.every(text => /[.。]$/.test(text)) ? ' ' : '; ');
}

return baseclass.extend({
	/**
	 * A sentence of the backend in the reader's language, where the catalogue has it.
	 * @param {string} sentence
	 * @param {{ values: Record<string, unknown>, phrases?: Record<string, FindingPhrase[]> }} template
	 */
	of: (sentence, { values, phrases = {} }) =>
		filled(translated(sentence), name => worded(phrases[name] ?? []) ?? values[name]),

	/** A mistake in /etc/config/modem. @param {ListedMistake} mistake @param {string} english */
	mistake({ section, ...phrase }, english) {
		const reason = worded([phrase]);
		return reason === null ? english : this.of('modem.{section}: {reason}', { values: { section, reason } });
	}
});
