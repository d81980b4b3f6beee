'use strict';
'require modem.api as api';
'require modem.bands.apply as apply';
'require modem.bands.choice as choice';
'require modem.bands.remembered as remembered';
'require modem.calls as calls';
'require modem.pace as pace';
'require modem.trial.offer as offer';
'require modem.trial.panel as panel';
'require modem.ui.element as element';
'require modem.ui.gate as gate';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';
'require view';

/**
 * @typedef {import('modem.api').BandRat} BandRat
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** @type {readonly { rat: BandRat, help: string | null }[]} */
const technologies = [
	{ rat: 'lte', help: null },
	{ rat: 'nr_nsa', help: _('5G beside LTE: an LTE carrier keeps the connection, these bands add speed.') },
	{ rat: 'nr_sa', help: _('5G alone, where the operator offers it.') }
];

/** With more bands than this one can be searched for. */
const many = 16;

/** The bands the connection runs through now. @param {string} modem @param {number} oldest How old that may be, ms. */
async function inUse(modem, oldest) {
	const { carriers } = await calls.read(() => api.signal(modem, oldest));
	const used = carriers.flatMap(({ rat, band, active }) =>
		active && band !== null ? [words.band(rat, band)] : []
	);
	return parts.facts([[_('In use now'), used.join(' + ')]]);
}

/**
 * @param {ListedModem} listed
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function show(listed, frame, isCurrent) {
	const { modem } = listed;
	let isRead = false;
	const { begin, find } = panel.create(modem, frame, isCurrent, async () => {
		if (isRead) await read();
	});
	const read = () => {
		isRead = true;
		return fill(listed, frame, isCurrent, begin);
	};
	await find();
	await gate.pass(modem, frame, isCurrent, {
		text: _('Read the bands'),
		known: oldest => inUse(modem, oldest),
		read
	});
}

/**
 * Reads the bands and shows them.
 * @param {ListedModem} listed
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 * @param {import('modem.trial.panel').Begin} begin
 */
async function fill(listed, frame, isCurrent, begin) {
	const { modem } = listed;
	frame.body.replaceChildren(el('p', { class: 'spinning' }, _('Reading the bands …')));
	const reply = await calls.read(() => api.bands(modem));
	remembered.keep(listed, reply.supported);
	if (!isCurrent()) return;
	const oldest = await pace.oldest(modem);
	const { carriers } = await calls.read(() => api.signal(modem, oldest ?? 10_000));
	if (!isCurrent()) return;
	const isConnected = frame.mayWrite && (await offer.statusOf(modem)) === 'connected';
	if (!isCurrent()) return;
	/** @type {import('modem.bands.choice').Choice[]} */
	const choices = [];
	/** @type {import('modem.bands.choice').Choice[]} */
	const shown = [];
	const all = apply.create({ modem, isConnected, begin }, () => choices);
	const events = { changed: () => all.update(), reset: all.reset };
	let count = 0;
	const sections = technologies.flatMap(({ rat, help }) => {
		const enabled = reply.enabled[rat] ?? null;
		const possible = [...new Set([...(reply.supported[rat] ?? []), ...(enabled ?? [])])];
		if (possible.length === 0) return [];
		const mayWrite = frame.mayWrite && reply.writable.includes(rat);
		const one = choice.of(carriers, { rat, possible, enabled, mayWrite }, events);
		if (mayWrite) choices.push(one);
		count += possible.length;
		shown.push(one);
		return [parts.section(apply.titles[rat], [help ? el('p', {}, help) : null, one.node], 'bands')];
	});
	const search = parts.input({
		type: 'search',
		placeholder: 'B3, n78, 1800',
		input: () => {
			for (const one of shown) one.search(search.value.trim());
		}
	});
	all.update();
	frame.body.replaceChildren(
		...(count > many ? [parts.field(_('Search a band'), search)] : []),
		...sections,
		...(choices.length > 0 ? [all.node] : [])
	);
}

return view.extend({
	load: () => page.open('modem-control'),

	render: opened => page.frame(_('Bands'), opened, show, { isForChanges: true }),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
