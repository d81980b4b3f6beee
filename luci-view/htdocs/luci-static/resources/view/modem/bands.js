'use strict';
'require modem.api as api';
'require modem.bands.choice as choice';
'require modem.calls as calls';
'require modem.trial.offer as offer';
'require modem.trial.panel as panel';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require view';

/**
 * @typedef {import('modem.api').BandRat} BandRat
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** @type {readonly { rat: BandRat, title: string, help: string | null }[]} */
const technologies = [
	{ rat: 'lte', title: '4G LTE', help: null },
	{
		rat: 'nr_nsa',
		title: '5G NSA',
		help: _('5G beside LTE: an LTE carrier keeps the connection, these bands add speed.')
	},
	{ rat: 'nr_sa', title: '5G SA', help: _('5G alone, where the operator offers it.') }
];

/**
 * @param {ListedModem} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function show({ modem }, frame, isCurrent) {
	const { begin, find } = panel.create(modem, frame, isCurrent, () => read());
	const read = () => fill(modem, frame, isCurrent, begin);
	await find();
	await read();
}

/**
 * Reads the bands and shows them.
 * @param {string} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 * @param {import('modem.trial.panel').Begin} begin
 */
async function fill(modem, frame, isCurrent, begin) {
	frame.body.replaceChildren(el('p', { class: 'spinning' }, _('Reading the bands …')));
	const reply = await calls.read(() => api.bands(modem));
	if (!isCurrent()) return;
	const { carriers } = await calls.read(() => api.signal(modem, 10_000));
	if (!isCurrent()) return;
	const isConnected = frame.mayWrite && (await offer.isConnected(modem));
	if (!isCurrent()) return;
	const context = { modem, carriers, isConnected, begin };
	const sections = technologies.flatMap(({ rat, title, help }) => {
		const enabled = reply.enabled[rat] ?? null;
		const possible = [...new Set([...(reply.supported[rat] ?? []), ...(enabled ?? [])])].sort(
			(a, b) => a - b
		);
		if (possible.length === 0) return [];
		const content = choice.of(context, {
			rat,
			possible,
			enabled,
			mayWrite: frame.mayWrite && reply.writable.includes(rat)
		});
		return [parts.section(title, [help ? el('p', {}, help) : null, content], 'bands')];
	});
	frame.body.replaceChildren(
		...(frame.mayWrite ? [] : [parts.note('warn', el('p', {}, _('Your login may only look.')))]),
		...sections
	);
}

return view.extend({
	load: () => page.open(),

	render: opened => page.frame(_('Bands'), opened, show),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
