'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.pace as pace';
'require modem.status.aim as aim';
'require modem.status.cards as cards';
'require modem.status.carriers as carriers';
'require modem.status.history as history';
'require modem.status.meter as meter';
'require modem.status.summary as summary';
'require modem.status.timeline as timeline';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.watch as watch';
'require modem.words as words';
'require view';

/**
 * @typedef {import('modem.api').ModemInfo} ModemInfo
 * @typedef {import('modem.api').StatusReply} StatusReply
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.ui.page').Frame} Frame
 * @typedef {import('modem.quality').Quantity} Quantity
 */

const el = element.create;

/** Seconds between two looks: usually, at first, until there are a line and a rate to be seen, and while an antenna is aimed. */
const calm = 8;
const first = 3;
const aiming = 1;
/** While an antenna is aimed, everything is read every so many readings, in between the signal alone. */
const fullEvery = 5;
/** How old what is shown first may be, ms: it is read anew at once where it is not young. */
const remembered = 600_000;
/** An answer of this age is new enough, ms: one a little younger than the time between two looks. */
const newEnough = 7500;

/** @param {ModemInfo} info @returns {readonly Quantity[]} */
const quantitiesOf = ({ rat, signal }) =>
	signal.rscp !== null || (rat !== null && /^(umts|h|td)/.test(rat))
		? ['rscp', 'ecio', 'rssi']
		: signal.rsrp === null
			? ['rssi']
			: ['rsrp', 'rsrq', 'sinr', 'rssi'];

/**
 * Bits per second between two readings of the counters; null before there are two.
 * @param {{ info: ModemInfo, at: number } | null} before
 * @param {{ info: ModemInfo, at: number }} now
 */
function rateOf(before, now) {
	const { rx_bytes: received, tx_bytes: sent } = now.info.connection;
	const seconds = before === null ? 0 : (now.at - before.at) / 1000;
	const { rx_bytes: receivedBefore = null, tx_bytes: sentBefore = null } = before?.info.connection ?? {};
	if (seconds < 1 || received === null || sent === null || receivedBefore === null || sentBefore === null)
		return null;
	const down = (8 * (received - receivedBefore)) / seconds;
	const up = (8 * (sent - sentBefore)) / seconds;
	return down < 0 || up < 0 ? null : { down, up };
}

/** Whether the modem is not there. @param {{ code: string }} error */
const isGone = ({ code }) => code === 'no_modem' || code === 'modem_not_found';

/**
 * The state where `info` alone tells it for certain; null where more is needed.
 * @param {ModemInfo} info
 * @returns {Pick<StatusReply, 'status'> | null}
 */
function glimpse({ port_state: port, sim, registration, connection, rat }) {
	if (port !== 'ok') return null;
	if (sim.state === 'pin_required' || sim.state === 'puk_required') return { status: sim.state };
	const isServed = registration.state === 'home' || registration.state === 'roaming';
	return isServed && rat !== null && connection.state === 'connected' ? { status: 'connected' } : null;
}

/** What of a reading stands in the line of time. @param {Pick<ModemInfo, 'rat' | 'carriers'>} read @param {string | null} cell */
const settingOf = ({ rat, carriers: all }, cell) => ({
	rat,
	bands: all
		.filter(({ active }) => active)
		.map(carrier => carriers.name(carrier))
		.join('+'),
	cell
});

/**
 * Shows one modem and keeps showing it.
 * @param {ListedModem} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function show({ modem }, frame, isCurrent) {
	/** Empty: the only one, whose name its first answer tells. */
	let name = modem;
	let line = history.of(name);
	const aimed = aim.create();
	const places = {
		summary: el('div', { class: 'cm-place' }, el('p', { class: 'spinning' }, _('Reading the modem …'))),
		signal: el('div', { class: 'cm-place' }),
		carriers: el('div', { class: 'cm-place' }),
		cards: el('div', { class: 'cm-cards' })
	};
	const meters = el('div', { class: 'cm-meters' });
	const lines = timeline.create(
		() => name,
		() => line.points
	);
	/** @type {HTMLButtonElement} */
	const toggle = el('button', {
		type: 'button',
		class: 'btn cbi-button cbi-button-action',
		click() {
			setAiming(toggle.getAttribute('aria-pressed') !== 'true');
		}
	});
	const signal = parts.section(
		_('Signal'),
		[aimed.node, meters, meter.legend(), lines.node],
		'signal',
		toggle
	);
	const table = el('div', { class: 'cm-scroll' });
	const carrierPart = parts.section(_('Carriers'), table, 'carriers');
	frame.body.replaceChildren(...Object.values(places));

	/** Everything as last read, and when it was true. */
	let good = /** @type {{ info: ModemInfo, at: number } | null} */ (null);
	/** How the modem is, as it was told last. */
	let status = /** @type {Pick<StatusReply, 'status'> | null} */ (null);
	/** What was read last, also of a port that does not answer. */
	let last = /** @type {ModemInfo | null} */ (null);
	let turn = 0;
	/** How old an answer may be where the watch reads the modem; null where it does not, and while that is not known. */
	let watched = /** @type {number | null} */ (null);

	const isAiming = () => frame.body.classList.contains('cm-aiming');

	/** Whether there were too few readings yet to show how values go. */
	const isNew = () => turn < 4;

	/** @param {boolean} on */
	function setAiming(on) {
		toggle.textContent = on ? _('Back to the overview') : _('Aim the antenna');
		toggle.setAttribute('aria-pressed', String(on));
		frame.body.classList.toggle('cm-aiming', on);
		if (on) signal.scrollIntoView();
		if (on) lookAgain();
	}

	/** @param {ModemInfo} info */
	function drawSignal(info) {
		const quantities = quantitiesOf(info);
		const known = quantities.filter(quantity => info.signal[quantity] !== null);
		element.fill(
			meters,
			known.map(quantity => meter.of(quantity, info.signal[quantity], line.best(quantity)))
		);
		lines.show(quantities.slice(0, 3));
		element.fill(table, carriers.table(info.carriers, info.signal));
		aimed.show(info.carriers.filter(({ active }) => active));
		const hasSignal = known.length > 0;
		if (hasSignal !== signal.isConnected) places.signal.replaceChildren(...(hasSignal ? [signal] : []));
		const hasCarriers = info.carriers.length > 0;
		if (hasCarriers !== carrierPart.isConnected)
			places.carriers.replaceChildren(...(hasCarriers ? [carrierPart] : []));
	}

	/** Shows nothing more of what was read before: the modem it was read from is gone or has started anew. */
	function forget() {
		good = null;
		last = null;
		status = null;
		for (const place of [places.signal, places.carriers, places.cards]) place.replaceChildren();
		frame.stale(null);
	}

	/** @param {ModemInfo} info */
	function draw(info) {
		if (info.port_state === 'starting') forget();
		last = info;
		element.fill(places.summary, summary.of(status, info));
		if (info.port_state === 'ok') {
			const read = { info, at: Date.now() - info.age_ms };
			line.add(info.signal, info.age_ms, settingOf(info, info.cell.cell_id_hex));
			drawSignal(info);
			element.fill(places.cards, cards.of(info, rateOf(good, read)));
			good = read;
			frame.stale(info.age_ms > (watched ?? 15_000) ? info.age_ms / 1000 : null);
			return;
		}
		if (good) frame.stale((Date.now() - good.at) / 1000);
		else element.fill(places.cards, cards.of(info, null));
	}

	/** The first look: whatever is known already, with one call. */
	async function begin() {
		const info = await calls.read(() => api.info(name || undefined, remembered));
		if (!isCurrent()) return;
		if (name === '') {
			name = info.modem;
			line = history.of(name);
		}
		status = glimpse(info);
		draw(info);
		watched = await pace.oldest(name);
		if (info.age_ms > newEnough && watched === null && isCurrent()) await readInfo();
		if (isCurrent()) await readStatus();
		await lines.refresh();
	}

	async function readInfo() {
		const info = await calls.read(() =>
			api.info(name, watched ?? (isAiming() || isNew() ? 2000 : newEnough))
		);
		pace.seen(name, info.age_ms);
		if (isCurrent()) draw(info);
	}

	/** From the snapshot `info` came from. */
	async function readStatus() {
		const told = await calls.read(() => api.status(name, watched ?? 10_000));
		if (!isCurrent()) return;
		if (told.modem === null) throw { code: 'no_modem', message: '' };
		status = told;
		if (last) element.fill(places.summary, summary.of(status, last));
	}

	async function readAll() {
		watched = await pace.oldest(name);
		await readInfo();
		if (isCurrent()) await readStatus();
		if (isCurrent()) await lines.refresh();
	}

	async function readSignal() {
		const reply = await calls.read(() => api.signal(name, isAiming() ? 500 : (watched ?? 500)));
		if (!isCurrent() || good === null) return;
		if (reply.rat === null) {
			turn = 0;
			return;
		}
		line.add(reply.signal, reply.age_ms, settingOf(reply, good.info.cell.cell_id_hex));
		good = { info: { ...good.info, signal: reply.signal, carriers: reply.carriers }, at: good.at };
		drawSignal(good.info);
	}

	setAiming(false);
	const lookAgain = watch.every(
		async () => {
			if (!isCurrent()) return;
			try {
				const nth = turn++;
				if (name === '' || (nth === 0 && good === null)) await begin();
				else if (!isAiming() || nth % fullEvery === 0 || good?.info.rat === null) await readAll();
				else await readSignal();
				if (isCurrent()) frame.well();
			} catch (error) {
				if (!isCurrent()) return;
				turn = 0;
				if (!words.isTrouble(error)) throw error;
				if (error.code === 'several_modems') return;
				if (isGone(error)) forget();
				if (good) frame.stale((Date.now() - good.at) / 1000);
				else element.fill(places.summary);
				frame.fail(error);
			}
		},
		() => (isAiming() ? aiming : isNew() ? first : calm)
	);
}

return view.extend({
	load: () => page.resume(),

	render: opened => page.frame(_('Cellular modem'), opened, show),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
