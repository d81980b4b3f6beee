'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.control.cells as cells';
'require modem.control.contexts as contexts';
'require modem.control.dial as dial';
'require modem.control.part as part';
'require modem.control.restart as restart';
'require modem.control.sim as sim';
'require modem.control.technology as technology';
'require modem.control.usb as usb';
'require modem.pace as pace';
'require modem.trial.offer as offer';
'require modem.trial.panel as panel';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';
'require view';

/**
 * @typedef {import('modem.api').Capability} Capability
 * @typedef {import('modem.api').CapabilityState} CapabilityState
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** Ranked by how often somebody needs them. @type {readonly import('modem.control.part').Part[]} */
const all = [sim, technology, contexts, cells, restart, dial, usb];

/** @type {Partial<Record<Capability, string>>} */
const names = {
	modes: technology.title,
	cells: _('List of cells'),
	cell_lock: _('Cell lock'),
	contexts: contexts.title,
	usb_mode: usb.title,
	autoconnect: dial.title,
	restart: restart.title,
	sim: sim.title,
	select_sim: _('Choice of the SIM slot')
};

/** What this modem cannot do, with the reason. @param {readonly CapabilityState[]} capabilities */
function absent(capabilities) {
	const rows = capabilities
		.filter(({ name, why }) => why !== null && names[name])
		.map(({ name, read, refused }) => {
			const reason =
				refused !== undefined
					? _('Refused by the modem: %s').format(refused)
					: read
						? _('It can be read; no command to change it is known for this model.')
						: _('No command for it is known for this model.');
			return /** @type {const} */ ([names[name] ?? name, reason]);
		});
	if (rows.length === 0) return null;
	return parts.section(_('Not possible with this modem'), parts.facts(rows), 'absent');
}

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
 * Reads what the modem can do and shows a part for each.
 * @param {string} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 * @param {import('modem.trial.panel').Begin} begin
 */
async function fill(modem, frame, isCurrent, begin) {
	frame.body.replaceChildren(el('p', { class: 'spinning' }, _('Reading the modem …')));
	const { capabilities } = await calls.read(() => api.capabilities(modem));
	if (!isCurrent()) return;
	const status = await offer.statusOf(modem);
	if (!isCurrent()) return;
	const isConnected = frame.mayWrite && status === 'connected';
	const can = (/** @type {Capability} */ name) => capabilities.find(one => one.name === name);
	const shown = all
		.filter(({ needs }) => needs.some(name => can(name)?.read || can(name)?.write))
		.map(one => {
			const { mayWrite } = frame;
			return { one, folded: part.create(one, { modem, can, isConnected, begin, mayWrite }) };
		});
	frame.body.replaceChildren(
		...shown.map(({ folded }) => folded.node),
		...[absent(capabilities)].filter(section => section !== null)
	);
	const card = shown.find(({ one }) => one === sim)?.folded;
	if (card === undefined || status === null || !/^(?:pin|puk)_required$/.test(status)) return;
	if ((await pace.oldest(modem)) === null) {
		await card.open();
		return;
	}
	const { title, advice } = words.status(status);
	const enter = parts.button(sim.title, 'action', () => card.open());
	frame.body.prepend(parts.note('warn', [el('strong', {}, title), el('p', {}, advice), enter]));
}

return view.extend({
	load: () => page.open('modem-control'),

	render: opened => page.frame(_('Control'), opened, show, { isForChanges: true }),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
