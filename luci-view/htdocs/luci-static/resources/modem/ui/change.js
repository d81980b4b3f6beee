'use strict';
'require baseclass';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * What every changing method answers: whether it holds, whether a restart is due, what was read back, and of a change on
 * trial the job that watches over it.
 * @typedef {{ verified: boolean, restart_needed: boolean, after: unknown, job?: string }} Change
 */

const el = element.create;

/**
 * @param {Change} change
 * @param {string} now
 */
function outcome({ verified, restart_needed: restart, after, job }, now) {
	const due =
		restart && job === undefined
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
		due ??
			(job === undefined
				? el('p', {}, _('Some modems need minutes or a restart. Read again before you repeat it.'))
				: null)
	]);
}

/** @param {import('modem.calls').Trouble} trouble */
const oneWay = ({ message }) =>
	parts.note('bad', [
		el('strong', {}, _('Nothing was changed: there would be no way back.')),
		el('p', {}, _('To change it nevertheless, switch off that it is taken back.')),
		el('p', { class: 'cm-detail' }, message)
	]);

return baseclass.extend({
	/**
	 * The place where a part of a page says what came of its changes.
	 * @param {(job: string) => unknown} [begin] Follows the job of a change on trial.
	 */
	place(begin) {
		const node = el('div', { class: 'cm-result', role: 'status' });
		return {
			node,
			/** @param {Change} change @param {string} now What holds now, as a sentence. */
			done(change, now) {
				element.fill(node, outcome(change, now));
				if (change.job !== undefined) begin?.(change.job);
			},
			/** @param {...Content} content */
			say: (...content) => element.fill(node, ...content),
			/**
			 * Does something and says what went wrong with it.
			 * @param {() => Promise<unknown>} work
			 * @param {boolean} [isOnTrial] Whether it is to be taken back unless it holds, which not every change can be.
			 */
			async attempt(work, isOnTrial = false) {
				element.fill(node);
				try {
					await work();
				} catch (error) {
					if (!words.isTrouble(error)) throw error;
					element.fill(
						node,
						isOnTrial && error.code === 'not_supported' ? oneWay(error) : page.trouble(error)
					);
				}
			}
		};
	}
});
