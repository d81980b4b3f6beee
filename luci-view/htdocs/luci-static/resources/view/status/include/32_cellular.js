'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.pace as pace';
'require modem.quality as quality';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').StatusReply} StatusReply
 * @typedef {import('modem.api').ModemInfo} ModemInfo
 */

/** An answer of this age is good enough for the overview where nobody watches the modem, ms. */
const usual = 10_000;

/** LuCI draws the overview when every section has loaded; a slow modem shall not hold it up for longer, ms. */
const patience = 1000;

/** A login without access is not asked for again. */
let isDenied = false;

/** The lines of the last reading. */
let lines = /** @type {Node[]} */ ([]);

/** The reading under way. */
let reading = /** @type {Promise<void> | null} */ (null);

const el = element.create;

/** A line that leads to the page with everything. @param {Content} bars @param {string} text @param {'status' | 'setup'} [to] */
const leading = (bars, text, to = 'status') =>
	el('p', {}, bars, ' ', el('a', { href: L.url('admin/modem/cellular', to) }, text));

/**
 * @typedef {object} Found
 * @property {string | null} name Null where there is one modem alone.
 * @property {StatusReply} status
 * @property {ModemInfo | null} info Null while it is in no network.
 */

/** @param {Found} modem */
function line({ name, status, info }) {
	const { title, page: where } = words.status(status.status, info?.connection.state);
	const strength = info ? quality.strength(info.signal) : null;
	const level = strength ? quality.level(strength.quantity, strength.value) : 0;
	const texts = [
		name,
		title,
		status.operator,
		status.rat === null ? null : words.rat(status.rat),
		strength ? `${quality.number(strength.value)} dBm` : null
	];
	return leading(
		info ? parts.bars(level) : null,
		texts.filter(Boolean).join(' · '),
		where === 'setup' ? where : 'status'
	);
}

/** Status and values of every modem, one after the other. */
async function readAll() {
	const { modems } = await calls.read(() => api.list());
	const found = [];
	for (const listed of modems) {
		const { modem } = listed;
		const oldest = (await pace.oldest(modem)) ?? usual;
		const status = await calls.read(() => api.status(modem, oldest));
		const info = status.rat === null ? null : await calls.read(() => api.info(modem, oldest));
		found.push({ name: modems.length > 1 ? page.nameOf(listed) : null, status, info });
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
