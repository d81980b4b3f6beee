'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.element as element';
'require modem.ui.job as jobs';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').BegunReply} BegunReply
 * @typedef {import('modem.api').FailureReply} FailureReply
 * @typedef {import('modem.api').Recording} Recording
 * @typedef {import('modem.api').Report} Report
 */

const el = element.create;

/**
 * Hands a text to the browser as a file.
 * @param {string} name
 * @param {string} text
 */
function save(name, text) {
	const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
	el('a', { href: address, download: name }).click();
	window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}

return baseclass.extend({
	/**
	 * Files for those who help: a report of modem and router, and a recording of what the modem answers.
	 * @param {string} modem
	 * @param {(error: unknown) => void} fail Shows a trouble.
	 */
	section(modem, fail) {
		const doing = el('p', { role: 'status' });
		/**
		 * @param {string} text
		 * @param {string} name
		 * @param {() => Promise<BegunReply | FailureReply | number>} begin
		 * @param {(result: object) => string} read
		 */
		const button = (text, name, begin, read) =>
			parts.button(text, 'action', async () => {
				try {
					const { job } = await calls.write(begin);
					const result = await jobs.ended(job, progress => {
						doing.textContent = progress;
					});
					if (result) save(name, read(result));
					doing.textContent = _('Read it through before you give it away.');
				} catch (error) {
					if (!words.isTrouble(error)) throw error;
					doing.textContent = '';
					fail(error);
				}
			});
		return parts.section(_('Files for those who help'), [
			el('p', {}, _('Names, numbers, addresses and passwords in them are replaced.')),
			el('div', { class: 'cm-actions' }, [
				button(
					_('Download a report'),
					'modem-report.txt',
					() => api.report(modem),
					result => /** @type {Report} */ (result).report
				),
				button(
					_('Download a recording'),
					'modem-recording.at',
					() => api.record(modem),
					result => /** @type {Recording} */ (result).recording
				)
			]),
			doing
		]);
	}
});
