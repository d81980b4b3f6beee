'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.element as element';
'require modem.page as page';
'require modem.parts as parts';
'require modem.quality as quality';
'require modem.words as words';

/**
 * @typedef {import('modem.api').StatusReply} StatusReply
 * @typedef {import('modem.api').SignalReply} SignalReply
 */

/** An answer of this age is good enough for the overview, ms. */
const oldest = 10_000;

const el = element.create;

/** @param {{ status: StatusReply, signal: SignalReply | null }} modem */
function line({ status, signal }) {
	const { title } = words.status(status.status);
	const strength = signal ? quality.strength(signal.signal) : null;
	const level = strength ? quality.level(strength.quantity, strength.value) : 0;
	const texts = [
		title,
		status.operator,
		status.rat === null ? null : words.rat(status.rat),
		strength ? `${quality.number(strength.value)} dBm` : null
	];
	return el(
		'p',
		{},
		signal ? parts.bars(level) : null,
		' ',
		el('a', { href: L.url('admin/modem/cellular/status') }, texts.filter(Boolean).join(' · '))
	);
}

return baseclass.extend({
	title: _('Cellular modem'),

	/** Status and signal of every modem, from answers that are at most ten seconds old. */
	async load() {
		await page.loadStyle();
		const { modems } = await calls.read(() => api.list());
		const found = [];
		for (const { modem } of modems) {
			const status = await calls.read(() => api.status(modem, oldest));
			const signal = status.rat === null ? null : await calls.read(() => api.signal(modem, oldest));
			found.push({ status, signal });
		}
		return found;
	},

	/** One line for each modem; null, and with it no section, without any. @param {Parameters<typeof line>[0][]} modems */
	render(modems) {
		return modems.length === 0 ? null : el('div', { class: 'cm-overview' }, modems.map(line));
	}
});
