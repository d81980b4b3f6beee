'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.download as download';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.job as job';
'require modem.ui.parts as parts';

/** @typedef {import('modem.api').CalibrationBackup} CalibrationBackup */

const el = element.create;

/** @param {string} text Base64. */
const bytesOf = text => Uint8Array.from(window.atob(text), sign => sign.charCodeAt(0));

/** What was copied, with its sums, and what was not. @param {CalibrationBackup} backup */
function told({ files, left_out: left }) {
	if (files.length === 0 && left.length === 0)
		return el('p', {}, _('This router shows no partition that holds data of its own.'));
	return [
		parts.facts(
			files.map(({ file, sha256 }) => [file, el('span', { class: 'cm-detail' }, `SHA-256 ${sha256}`)])
		),
		left.length === 0
			? null
			: parts.note('warn', [
					el('p', {}, _('Not copied: %s.').format(left.join(', '))),
					el('p', { class: 'cm-detail' }, 'modem doctor --backup-calibration DIR')
				]),
		files.length === 0
			? null
			: el(
					'p',
					{},
					_(
						'Keep them off the router, and do not publish them: they hold its addresses, and perhaps its keys.'
					)
				)
	];
}

return baseclass.extend({
	/** A copy of what the flash holds of this router alone, as files. */
	section() {
		const result = change.place();
		const copy = () =>
			result.attempt(async () => {
				const { job: begun } = await calls.write(() => api.backup_calibration());
				const done = await job.ended(begun, progress => result.say(el('p', {}, progress)));
				if (done === null) return;
				const backup = /** @type {CalibrationBackup} */ (done);
				for (const { file, content } of backup.files)
					download.save(file, bytesOf(content), 'application/gzip');
				result.say(told(backup));
			});
		return parts.section(_('Backup of the calibration'), [
			el(
				'p',
				{},
				_(
					'The calibration of the Wi-Fi belongs to this router alone and cannot be made again. The flash is only read.'
				)
			),
			el('div', { class: 'cm-actions' }, parts.button(_('Download a backup'), 'action', copy)),
			result.node
		]);
	}
});
