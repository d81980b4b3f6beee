'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.quality as quality';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').StatusReply} StatusReply
 * @typedef {import('modem.api').SignalReply} SignalReply
 */

/** An answer of this age is good enough for the overview, ms. */
const oldest = 10_000;

/** LuCI draws the overview when every section has loaded; a slow modem shall not hold it up for longer, ms. */
const patience = 1000;

/** A login without access is not asked for again. */
let isDenied = false;

/** The lines of the last reading. */
let lines = /** @type {Node[]} */ ([]);

/** The reading under way. */
let reading = /** @type {Promise<void> | null} */ (null);

const el = element.create;

/** A line that leads to the page with everything. @param {Content} bars @param {string} text */
const leading = (bars, text) =>
	el('p', {}, bars, ' ', el('a', { href: L.url('admin/modem/cellular/status') }, text));

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
	return leading(signal ? parts.bars(level) : null, texts.filter(Boolean).join(' · '));
}

/** Status and signal of every modem, one after the other. */
async function readAll() {
	const { modems } = await calls.read(() => api.list());
	const found = [];
	for (const { modem } of modems) {
		const status = await calls.read(() => api.status(modem, oldest));
		const signal = status.rat === null ? null : await calls.read(() => api.signal(modem, oldest));
		found.push({ status, signal });
	}
	if (found.length === 0 && lines.length > 0) return [leading(null, words.status('no_modem').title)];
	return found.map(line);
}

/** Reads the lines anew; what goes wrong becomes a line: LuCI never draws a section again whose loading has failed. */
async function refresh() {
	try {
		lines = await readAll();
	} catch (error) {
		if (!words.isTrouble(error)) throw error;
		isDenied = error.code === 'denied';
		lines = isDenied ? [] : [leading(null, words.trouble(error).title)];
	} finally {
		reading = null;
	}
}

return baseclass.extend({
	title: _('Cellular modem'),

	/** Reads one line for each modem; one that is slow comes with a later call. */
	async load() {
		if (isDenied) return;
		await page.loadStyle();
		reading ??= refresh();
		await Promise.race([reading, calls.pause(patience)]);
	},

	/** The lines; null without any, which changes nothing. */
	render: () => (lines.length === 0 ? null : el('div', { class: 'cm-overview' }, lines))
});
