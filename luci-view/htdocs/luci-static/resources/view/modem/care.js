'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.care.form as form';
'require modem.care.journal as journal';
'require modem.care.lights as lights';
'require modem.care.rungs as rungs';
'require modem.care.state as state';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.watch as watch';
'require modem.words as words';
'require view';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** Every so many readings of the state the journal is read. */
const journalEvery = 6;

/** The LEDs of the router; none where they cannot be told. */
async function ledsOf() {
	try {
		return (await calls.read(() => api.watch())).leds;
	} catch (error) {
		if (!words.isTrouble(error)) throw error;
		return [];
	}
}

/**
 * @param {ListedModem} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function show({ modem }, frame, isCurrent) {
	const told = el('div', { role: 'status' }, el('p', { class: 'spinning' }, _('Reading …')));
	const news = el('div', {});
	const entries = el('div', { class: 'cm-scroll' });
	const leds = el('div', {});
	const past = parts.section(_('Journal'), [news, entries], 'journal');
	let turn = 0;
	let shownLeds = /** @type {string | null} */ (null);
	const next = parts.section(_('Do something now'), rungs.of(modem, read), 'rungs');
	frame.body.replaceChildren(
		parts.section(_('What it does'), told, 'care'),
		...(frame.mayWrite ? [next, parts.section('LED', leds, 'lights')] : []),
		past
	);

	async function readJournal() {
		try {
			element.fill(entries, journal.of((await calls.read(() => api.journal(modem))).entries));
		} catch (error) {
			if (!words.isTrouble(error)) throw error;
			element.fill(entries, el('p', {}, words.trouble(error).title));
		}
	}

	async function read() {
		const reply = await calls.read(() => api.watch(modem));
		if (!isCurrent()) return;
		element.fill(told, state.of(reply, frame.mayWrite));
		element.fill(news, state.news(reply));
		if (shownLeds !== reply.leds.join()) element.fill(leds, lights.of(reply.leds));
		shownLeds = reply.leds.join();
		if (turn++ % journalEvery === 0) await readJournal();
	}

	watch.every(
		async () => {
			if (!isCurrent()) return;
			try {
				await read();
				if (isCurrent()) frame.well();
			} catch (error) {
				if (!isCurrent()) return;
				if (!words.isTrouble(error)) throw error;
				frame.fail(error);
			}
		},
		() => 5
	);
}

return view.extend({
	async load() {
		const opened = await page.open('modem-control');
		return { opened, leds: opened.list === null ? [] : await ledsOf() };
	},

	async render({ opened, leds }) {
		const mayWrite = opened.trouble?.code !== 'denied' && opened.right === 'write';
		const node = page.frame(_('Connection care'), opened, show, { isForChanges: true });
		if (mayWrite) node.append(await form.of(opened.list?.modems ?? [], leds).render());
		return node;
	}
});
