'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.status.chart as chart';
'require modem.status.past as pasts';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.words as words';

/**
 * @typedef {import('modem.quality').Quantity} Quantity
 * @typedef {import('modem.status.history').Point} Own
 * @typedef {import('modem.api').HistoryRange} HistoryRange
 */

/** The ranges: their names, how far they go, ms, what of the history they need, and how long that holds, ms. */
const ranges = /** @type {const} */ ([
	{ title: _('10 min'), reach: 600_000, range: 'hour', holds: 15_000 },
	{ title: _('1 h'), reach: 3_600_000, range: 'hour', holds: 15_000 },
	{ title: _('1 day'), reach: 86_400_000, range: 'day', holds: 60_000 },
	{ title: _('30 days'), reach: 30 * 86_400_000, range: 'month', holds: 300_000 }
]);

/** A young line of what the page has read is drawn over so much time at least, ms. */
const shortest = 2 * 60_000;
/** Without a history it is asked for again after this time, ms. */
const patience = 120_000;

const el = element.create;

return baseclass.extend({
	/**
	 * The past of a modem: a choice of ranges and the chart. What the page has read itself is shown without the watch too.
	 * @param {() => string} nameOf The modem; empty before it is known.
	 * @param {() => readonly Own[]} pointsOf What the page has read.
	 */
	create(nameOf, pointsOf) {
		let chosen = /** @type {typeof ranges[number]} */ (ranges[0]);
		let quantities = /** @type {readonly Quantity[]} */ (['rsrp', 'rsrq', 'sinr']);
		let isKept = /** @type {boolean | null} */ (null);
		let asked = 0;
		const kept =
			/** @type {Map<HistoryRange, { at: number, past: import('modem.status.past').Past | null }>} */ (
				new Map()
			);
		const drawn = chart.create();
		const hint = el('p', { class: 'cm-hint' });
		const choice = el(
			'div',
			{ class: 'cm-choice cm-ranges', role: 'group', 'aria-label': _('Range of the chart') },
			ranges.map(each =>
				el(
					'button',
					{
						type: 'button',
						class: 'btn cbi-button',
						'aria-pressed': 'false',
						async click() {
							chosen = each;
							draw();
							await refresh();
						}
					},
					each.title
				)
			)
		);

		function draw() {
			const now = Date.now();
			for (const [index, button] of [...choice.children].entries()) {
				const isLonger = index > 0;
				button.setAttribute('aria-pressed', String(ranges[index] === chosen));
				button.toggleAttribute('disabled', isLonger && isKept !== true);
			}
			hint.hidden = isKept !== false;
			const own = pasts.own(pointsOf(), now);
			const told = kept.get(chosen.range)?.past ?? null;
			const { reach } = chosen;
			if (chosen !== ranges[0]) drawn.show({ ...(told ?? own), from: now - reach, to: now }, quantities);
			else if (told !== null)
				drawn.show({ ...pasts.joined(told, own, reach), from: now - reach }, quantities);
			else drawn.show({ ...own, from: Math.min(own.from, now - shortest) }, quantities);
		}

		/** Reads what the watch has written down, where that is due. */
		async function refresh() {
			const modem = nameOf();
			const { range, holds } = chosen;
			const now = Date.now();
			const due = (kept.get(range)?.at ?? 0) + holds;
			if (modem === '' || now < due || (isKept === false && now < asked + patience)) return;
			asked = now;
			try {
				const reply = await calls.read(() =>
					api.history(modem, range, ['rsrp', 'rsrq', 'sinr', 'rat', 'bands'])
				);
				isKept = true;
				const entries = await journal(modem);
				kept.set(range, { at: now, past: pasts.of(reply, entries, Date.now()) });
			} catch (error) {
				if (!words.isTrouble(error)) throw error;
				if (error.code === 'no_history' || error.code === 'unknown_method') isKept = false;
			}
			draw();
		}

		/** @param {string} modem */
		async function journal(modem) {
			try {
				return (await calls.read(() => api.journal(modem))).entries;
			} catch (error) {
				if (!words.isTrouble(error)) throw error;
				return [];
			}
		}

		element.fill(hint, _('Longer ranges are kept by the connection care.'), ' ', page.link('care'));
		draw();
		return {
			node: el('div', { class: 'cm-timeline' }, choice, drawn.node, hint),
			/** @param {readonly Quantity[]} names */
			show(names) {
				quantities = names;
				draw();
			},
			refresh
		};
	}
});
