'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.ui.element as element';

/**
 * @typedef {import('modem.status.past').Past} Past
 * @typedef {import('modem.status.past').Span} Span
 * @typedef {import('modem.quality').Quantity} Quantity
 */

/** Into how many steps of an arrow key a chart is divided, and how many a page is. */
const steps = 100;
const page = 10;
/** What happened so near to the cursor is told with it, parts of the whole. */
const near = 0.01;

const el = element.create;

/** @param {number} at @param {number} span */
function timeText(at, span) {
	const isLong = span > 20 * 3_600_000;
	const day = /** @type {const} */ ({ weekday: 'short', day: 'numeric', month: 'short' });
	return new Date(at).toLocaleString(document.documentElement.lang || undefined, {
		...(isLong ? day : { second: '2-digit' }),
		hour: '2-digit',
		minute: '2-digit'
	});
}

/**
 * What held at a time; what was seen last holds until it could have been seen again.
 * @param {readonly Span[]} spans
 * @param {number} at
 * @param {number} gap
 */
const heldAt = (spans, at, gap) =>
	[...spans].reverse().find(({ from, to }) => from <= at && at <= to + gap)?.text;

/**
 * What was at one time, in words.
 * @param {Past} past
 * @param {readonly Quantity[]} quantities
 * @param {number} at
 */
function told(past, quantities, at) {
	const span = past.to - past.from;
	const values = quantities.flatMap(quantity => {
		const all = past.values[quantity] ?? [];
		const away = (/** @type {{ at: number }} */ value) => Math.abs(value.at - at);
		const [first] = all;
		if (first === undefined) return [];
		const nearest = all.reduce((best, value) => (away(value) < away(best) ? value : best), first);
		if (away(nearest) > past.gap) return [];
		return [`${quality.label(quantity)} ${quality.number(nearest.value)} ${quality.unit(quantity)}`];
	});
	const marks = past.marks.filter(mark => Math.abs(mark.at - at) <= near * span).map(({ text }) => text);
	const held = [past.technology, past.bands].map(spans => heldAt(spans, at, past.gap));
	const all = [...values, ...held, ...marks].filter(Boolean);
	return `${timeText(at, span)} · ${all.length > 0 ? all.join(' · ') : _('nothing is known')}`;
}

return baseclass.extend({
	/** A line over a chart that follows the pointer and the arrow keys, and the values where it stands. */
	create() {
		/** Where it stands, 0 to 1; null: nowhere. */
		let place = /** @type {number | null} */ (null);
		let shown = /** @type {{ past: Past, quantities: readonly Quantity[] } | null} */ (null);
		const line = el('i', { hidden: true });
		const readout = el('p', { class: 'cm-readout' });

		function draw() {
			line.hidden = place === null;
			node.setAttribute('aria-valuenow', String(Math.round(steps * (place ?? 1))));
			if (place === null || shown === null) {
				readout.textContent = _(
					'Point at the lines, or go along them with the arrow keys, to see the values.'
				);
				node.setAttribute('aria-valuetext', _('now'));
				return;
			}
			const { past, quantities } = shown;
			line.style.left = `${100 * place}%`;
			const text = told(past, quantities, past.from + place * (past.to - past.from));
			readout.textContent = text;
			node.setAttribute('aria-valuetext', text);
		}

		/** @param {number | null} to */
		function move(to) {
			place = to === null ? null : Math.min(1, Math.max(0, to));
			draw();
		}

		/** @param {PointerEvent} event */
		function point({ clientX }) {
			const { left, width } = node.getBoundingClientRect();
			move((clientX - left) / width);
		}

		/** @param {KeyboardEvent} event */
		function press(event) {
			const way = { ArrowLeft: -1, ArrowRight: 1, PageDown: -page, PageUp: page }[event.key];
			const end = { Home: 0, End: 1, Escape: null }[event.key];
			if (way === undefined && end === undefined) return;
			event.preventDefault();
			move(way === undefined ? (end ?? null) : (place ?? 1) + way / steps);
		}

		const node = el(
			'div',
			{
				class: 'cm-cursor',
				role: 'slider',
				tabindex: 0,
				'aria-label': _('Time in the chart'),
				'aria-valuemin': 0,
				'aria-valuemax': steps,
				pointermove: point,
				pointerdown: point,
				pointerleave: (/** @type {PointerEvent} */ { pointerType }) => {
					if (pointerType === 'mouse') move(null);
				},
				keydown: press
			},
			line
		);
		draw();
		return {
			node,
			readout,
			/** @param {Past} past @param {readonly Quantity[]} quantities */
			show(past, quantities) {
				shown = { past, quantities };
				draw();
			}
		};
	}
});
