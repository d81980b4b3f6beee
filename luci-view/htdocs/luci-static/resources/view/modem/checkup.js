'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.checkup.calibration as calibration';
'require modem.checkup.findings as findings';
'require modem.checkup.records as records';
'require modem.download as download';
'require modem.trial.panel as panel';
'require modem.ui.element as element';
'require modem.ui.gate as gate';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require view';

/**
 * @typedef {import('modem.api').DoctorReply} DoctorReply
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** @param {DoctorReply} told */
const unseenOf = ({ unseen }) =>
	unseen.length === 0
		? null
		: el('details', {}, [
				el('summary', {}, _('What could not be looked at')),
				el(
					'ul',
					{},
					unseen.map(text => el('li', {}, text))
				)
			]);

/**
 * Looks at everything and shows what was found.
 * @param {string | null} modem Null where there is none: then the router is looked at.
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function check(modem, frame, isCurrent) {
	const found = el('div', { role: 'status' });
	const rest = el('div');
	const again = parts.button(_('Look again'), 'neutral', () => look());
	frame.body.replaceChildren(parts.section(_('Findings'), found, 'found', again), rest);

	async function look() {
		element.fill(found, el('p', { class: 'spinning' }, _('Modem and router are looked at …')));
		try {
			const mayAct = await calls.may('restart');
			const told = await calls.read(() => api.doctor(modem ?? undefined));
			if (!isCurrent()) return;
			frame.well();
			element.fill(found, findings.of(told, { modem: modem ?? '', mayAct, again: look }), unseenOf(told));
		} catch (error) {
			if (isCurrent()) frame.fail(error, look);
		}
	}

	await look();
	if (!isCurrent()) return;
	const tried = modem === null ? null : await records.section(modem, await calls.may('apply'));
	const mayReport = await calls.may('report');
	if (!isCurrent()) return;
	rest.replaceChildren(
		...(tried ? [tried] : []),
		...(mayReport ? [download.section(modem, error => frame.fail(error)), calibration.section()] : [])
	);
}

return view.extend({
	load: () => page.open(),

	render: opened =>
		page.frame(
			_('Check-up'),
			opened,
			async ({ modem }, frame, isCurrent) => {
				await panel.create(modem, frame, isCurrent, async () => {}).find();
				await gate.pass(modem, frame, isCurrent, {
					text: _('Look now'),
					read: () => check(modem, frame, isCurrent)
				});
			},
			{ showNone: frame => check(null, frame, () => true) }
		),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
