'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.element as element';
'require modem.ui.job as job';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').BegunReply} BegunReply
 * @typedef {import('modem.api').FailureReply} FailureReply
 * @typedef {import('modem.api').Recording} Recording
 * @typedef {import('modem.api').Report} Report
 */

/**
 * A button that has a job make a file.
 * @typedef {object} Offered
 * @property {string} text
 * @property {string} name Of the file.
 * @property {() => Promise<BegunReply | FailureReply | number>} begin
 * @property {(result: object) => string} read The text of the file, from what the job came to.
 */

const el = element.create;

/**
 * Hands something to the browser as a file.
 * @param {string} name
 * @param {BlobPart} content
 * @param {string} [type]
 */
function save(name, content, type = 'text/plain') {
	const address = URL.createObjectURL(new Blob([content], { type }));
	el('a', { href: address, download: name }).click();
	window.setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** @param {string} modem @returns {Record<'report' | 'recording', Offered>} */
const offersOf = modem => ({
	report: {
		text: _('Download a report'),
		name: 'modem-report.txt',
		begin: () => api.report(modem),
		read: result => /** @type {Report} */ (result).report
	},
	recording: {
		text: _('Download a recording'),
		name: 'modem-recording.at',
		begin: () => api.record(modem),
		read: result => /** @type {Recording} */ (result).recording
	}
});

return baseclass.extend({
	save,

	/**
	 * Files for those who help: a report of modem and router, and a recording of what the modem answers.
	 * @param {string | null} modem Null where there is none: then the report is about the router.
	 * @param {(error: unknown) => void} fail Shows a trouble.
	 */
	section(modem, fail) {
		const doing = el('p', { role: 'status' });
		/** @param {Offered} offered */
		const button = ({ text, name, begin, read }) =>
			parts.button(text, 'action', async () => {
				try {
					const { job: begun } = await calls.write(begin);
					const result = await job.ended(begun, progress => {
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
		const { report, recording } = offersOf(modem ?? '');
		const offered = modem === null ? [{ ...report, begin: () => api.report() }] : [report, recording];
		return parts.section(_('Files for those who help'), [
			el('p', {}, _('Names, numbers, addresses and passwords in them are replaced.')),
			el('div', { class: 'cm-actions' }, offered.map(button)),
			doing
		]);
	}
});
