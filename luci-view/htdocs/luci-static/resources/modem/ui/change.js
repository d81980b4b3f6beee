'use strict';
'require baseclass';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * What every changing method answers: whether it holds, whether a restart is due, what was read back.
 * @typedef {{ verified: boolean, restart_needed: boolean, after: unknown }} Change
 */

const el = element.create;

/**
 * @param {Change} change
 * @param {string} now
 */
function outcome({ verified, restart_needed: restart, after }, now) {
	const due = restart
		? el('p', {}, _('It takes effect after a restart of the modem.'), ' ', page.link('control'))
		: null;
	if (verified)
		return parts.note('good', [el('strong', {}, _('Done, and read back.')), el('p', {}, now), due]);
	if (after === null)
		return parts.note('warn', [
			el('strong', {}, _('The modem took the change, but could not be read back.')),
			el('p', {}, _('It may be restarting. Read again in a minute.')),
			due
		]);
	return parts.note('warn', [
		el('strong', {}, _('The modem took the change, but shows something else.')),
		el('p', {}, now),
		due ?? el('p', {}, _('Some modems need minutes or a restart. Read again before you repeat it.'))
	]);
}

return baseclass.extend({
	/** The place where a part of a page says what came of its changes. */
	place() {
		const node = el('div', { class: 'cm-result', role: 'status' });
		return {
			node,
			/** @param {Change} change @param {string} now What holds now, as a sentence. */
			done: (change, now) => element.fill(node, outcome(change, now)),
			/** @param {...Content} content */
			say: (...content) => element.fill(node, ...content),
			/**
			 * Does something and says what went wrong with it.
			 * @param {() => Promise<unknown>} work
			 */
			async attempt(work) {
				element.fill(node);
				try {
					await work();
				} catch (error) {
					if (!words.isTrouble(error)) throw error;
					element.fill(node, page.trouble(error));
				}
			}
		};
	}
});
