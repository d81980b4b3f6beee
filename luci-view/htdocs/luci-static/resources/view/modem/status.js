'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.status.aim as aim';
'require modem.status.cards as cards';
'require modem.status.carriers as carriers';
'require modem.status.chart as chart';
'require modem.status.history as history';
'require modem.status.meter as meter';
'require modem.status.summary as summary';
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
/** An answer of this age is new enough, ms; how much older than between two looks of the watch its answers may be. */
const newEnough = 7500;
const lookMs = 15_000;

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
 * Shows one modem and keeps showing it.
 * @param {ListedModem} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function show({ modem }, frame, isCurrent) {
	const line = history.of(modem);
	const aimed = aim.create();
	const places = {
		summary: el('div', { class: 'cm-place' }, el('p', { class: 'spinning' }, _('Reading the modem …'))),
		signal: el('div', { class: 'cm-place' }),
		carriers: el('div', { class: 'cm-place' }),
		cards: el('div', { class: 'cm-cards' })
	};
	const meters = el('div', { class: 'cm-meters' });
	const lines = el('div', { class: 'cm-place' });
	/** @type {HTMLButtonElement} */
	const toggle = el('button', {
		type: 'button',
		class: 'btn cbi-button cbi-button-action',
		click() {
			setAiming(toggle.getAttribute('aria-pressed') !== 'true');
		}
	});
	const signal = parts.section(_('Signal'), [aimed.node, meters, meter.legend(), lines], 'signal', toggle);
	const table = el('div', { class: 'cm-scroll' });
	const carrierPart = parts.section(_('Carriers'), table, 'carriers');
	frame.body.replaceChildren(...Object.values(places));

	/** Everything as last read, and when it was true. */
	let good = /** @type {{ info: ModemInfo, at: number } | null} */ (null);
	let turn = 0;
	/** How old an answer may be, ms: what the watch reads anyway is not read once more. */
	let oldest = newEnough;

	/** @param {boolean} on */
	function setAiming(on) {
		toggle.textContent = on ? _('Back to the overview') : _('Aim the antenna');
		toggle.setAttribute('aria-pressed', String(on));
		frame.body.classList.toggle('cm-aiming', on);
		if (on) signal.scrollIntoView();
	}

	/** @param {ModemInfo} info */
	function drawSignal(info) {
		const quantities = quantitiesOf(info);
		const known = quantities.filter(quantity => info.signal[quantity] !== null);
		element.fill(
			meters,
			known.map(quantity => meter.of(quantity, info.signal[quantity], line.best(quantity)))
		);
		element.fill(lines, chart.of(line.points, quantities.slice(0, 3)));
		element.fill(table, carriers.table(info.carriers));
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
		for (const place of [places.signal, places.carriers, places.cards]) place.replaceChildren();
		frame.stale(null);
	}

	/** @param {StatusReply} status @param {ModemInfo} info */
	function draw(status, info) {
		element.fill(places.summary, summary.of(status, info));
		if (info.port_state === 'ok') {
			const read = { info, at: Date.now() - info.age_ms };
			line.add(info.signal, info.age_ms);
			drawSignal(info);
			element.fill(places.cards, cards.of(info, rateOf(good, read)));
			good = read;
			frame.stale(info.age_ms > Math.max(15_000, oldest) ? info.age_ms / 1000 : null);
			return;
		}
		if (info.port_state === 'starting') forget();
		if (good) frame.stale((Date.now() - good.at) / 1000);
		else element.fill(places.cards, cards.of(info, null));
	}

	/** Whether somebody aims the antenna. */
	const isAimed = () => frame.body.classList.contains('cm-aiming');

	/** Whether there were too few readings yet to show how values go. */
	const isNew = () => turn < 3;

	/** Asks whether the watch reads this modem, and how often. */
	async function askWatch() {
		const { running, interval_s } = await calls.read(() => api.watch(modem));
		oldest = running && interval_s !== null ? Math.max(newEnough, 1000 * interval_s + lookMs) : newEnough;
	}

	async function readAll() {
		const status = await calls.read(() => api.status(modem, isAimed() || isNew() ? 2000 : oldest));
		if (status.modem === null) throw { code: 'no_modem', message: '' };
		const info = await calls.read(() => api.info(modem, Math.max(10_000, oldest)));
		if (isCurrent()) draw(status, info);
	}

	async function readSignal() {
		const reply = await calls.read(() => api.signal(modem, 500));
		if (!isCurrent() || good === null) return;
		if (reply.rat === null) {
			turn = 0;
			return;
		}
		line.add(reply.signal, reply.age_ms);
		good = { info: { ...good.info, signal: reply.signal, carriers: reply.carriers }, at: good.at };
		drawSignal(good.info);
	}

	setAiming(false);
	watch.every(
		async () => {
			if (!isCurrent()) return;
			try {
				if (!isAimed() || turn % fullEvery === 0 || good?.info.rat === null) await readAll();
				else await readSignal();
				if (isCurrent()) frame.well();
				if (turn++ === 0) await askWatch().catch(() => null);
			} catch (error) {
				if (!isCurrent()) return;
				turn = 0;
				if (!words.isTrouble(error)) throw error;
				if (isGone(error)) forget();
				if (good) frame.stale((Date.now() - good.at) / 1000);
				else element.fill(places.summary);
				frame.fail(error);
			}
		},
		() => (isAimed() ? aiming : isNew() ? first : calm)
	);
}

return view.extend({
	load: () => page.open(),

	render: opened => page.frame(_('Cellular modem'), opened, show),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
