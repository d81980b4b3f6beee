'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.status.cursor as cursor';
'require modem.ui.element as element';
'require modem.words as words';

/**
 * @typedef {import('modem.status.past').Past} Past
 * @typedef {import('modem.status.past').Span} Span
 * @typedef {import('modem.status.past').Value} Value
 * @typedef {import('modem.quality').Quantity} Quantity
 */

const width = 600;
const height = 72;
const el = element.create;

/**
 * The bounds of the drawn scale: the values with some air, never less than 12 units.
 * @param {readonly Value[]} values
 */
function bounds(values) {
	if (values.length === 0) return { low: 0, high: 1 };
	const low = Math.min(...values.map(one => one.low ?? one.value));
	const high = Math.max(...values.map(one => one.high ?? one.value));
	const air = Math.max(2, (12 - (high - low)) / 2);
	return { low: Math.floor(low - air), high: Math.ceil(high + air) };
}

/** A number of a drawing. @param {number} value */
const short = value => Math.round(10 * value) / 10;

/**
 * One quantity as a line, with the limits of its words; its room is the same without any value.
 * @param {Quantity} quantity
 * @param {Past} past
 */
function strip(quantity, { from, to, gap, values: all }) {
	const values = (all[quantity] ?? []).filter(({ at }) => at >= from);
	const last = values.at(-1);
	const { low, high } = bounds(values);
	const x = (/** @type {number} */ at) => short((width * (at - from)) / Math.max(1, to - from));
	const y = (/** @type {number} */ value) => short((height * (high - value)) / (high - low));
	const begins = (/** @type {number} */ index) => {
		const before = values[index - 1];
		return before === undefined || (values[index]?.at ?? 0) - before.at > gap;
	};
	const path = values
		.map(({ at, value }, index) => `${begins(index) ? 'M' : 'L'}${x(at)} ${y(value)}`)
		.join('');
	const range = values
		.filter(one => (one.high ?? one.value) > (one.low ?? one.value))
		.map(one => `M${x(one.at)} ${y(one.low ?? one.value)}V${y(one.high ?? one.value)}`)
		.join('');
	const unit = quality.unit(quantity);
	const text = (/** @type {number} */ value) => `${quality.number(value)} ${unit}`;
	const limits = last ? quality.scale(quantity).limits.filter(limit => limit > low && limit < high) : [];
	/** Limits whose numbers do not stand in each other's way, the one nearest to the line first. */
	const labelled = /** @type {number[]} */ ([]);
	const near = (/** @type {number} */ limit) => Math.abs(limit - (last?.value ?? 0));
	for (const limit of [...limits].sort((a, b) => near(a) - near(b)))
		if (labelled.every(other => Math.abs(y(other) - y(limit)) > 22)) labelled.push(limit);
	const least = Math.min(...values.map(one => one.low ?? one.value));
	const most = Math.max(...values.map(one => one.high ?? one.value));
	const label = quality.label(quantity);
	const summary = last
		? _('%s in the last %s: lowest %s, highest %s, now %s').format(
				label,
				words.duration((to - from) / 1000),
				text(least),
				text(most),
				text(last.value)
			)
		: _('%s: nothing is known yet').format(label);
	return el(
		'figure',
		{ class: 'cm-strip' },
		el(
			'figcaption',
			{},
			el('abbr', { title: quality.name(quantity) }, label),
			el('small', {}, least < most ? `${quality.number(least)} … ${quality.number(most)}` : ' ')
		),
		element.svg(
			'svg',
			{
				viewBox: `0 0 ${width} ${height}`,
				preserveAspectRatio: 'none',
				role: 'img',
				'aria-label': summary,
				'data-level': quality.level(quantity, last?.value)
			},
			limits.map(limit =>
				element.svg('line', { class: 'cm-limit', x1: 0, x2: width, y1: y(limit), y2: y(limit) })
			),
			range === '' ? null : element.svg('path', { class: 'cm-range', d: range }),
			element.svg('path', { class: 'cm-line', d: path })
		),
		el(
			'div',
			{ class: 'cm-scale', 'aria-hidden': 'true' },
			labelled.map(limit =>
				el(
					'span',
					{ style: `--cm-at:${Math.round((100 * (high - limit)) / (high - low))}%` },
					quality.number(limit)
				)
			)
		)
	);
}

/**
 * What held when, as a row of spans.
 * @param {string} title
 * @param {readonly Span[]} spans
 * @param {Past} past
 */
function lane(title, spans, { from, to }) {
	const part = (/** @type {number} */ at) =>
		short(Math.min(100, Math.max(0, (100 * (at - from)) / Math.max(1, to - from))));
	const seen = spans.filter(span => span.to > from);
	const texts = [...new Set(seen.map(({ text }) => text))];
	const summary = texts.length === 0 ? _('nothing is known yet') : texts.join(', ');
	return el(
		'div',
		{ class: 'cm-lane' },
		el('span', {}, title),
		el(
			'div',
			{ role: 'img', 'aria-label': `${title}: ${summary}` },
			seen.map(span =>
				el(
					'span',
					{
						'data-generation': span.generation ?? null,
						style: `left:${part(span.from)}%;width:${short(part(span.to) - part(span.from))}%`
					},
					span.text
				)
			)
		)
	);
}

/** @param {Past} past */
function marks({ from, to, marks: all }) {
	const seen = all.filter(({ at }) => at > from && at <= to);
	const count = (/** @type {'cell' | 'restart'} */ kind) => seen.filter(mark => mark.kind === kind).length;
	const summary = _('Changes of the cell: %d, restarts: %d').format(count('cell'), count('restart'));
	return el(
		'div',
		{ class: 'cm-lane cm-marks' },
		el('span', {}, _('Events')),
		el(
			'div',
			{ role: 'img', 'aria-label': summary },
			seen.map(({ at, kind }) =>
				el(
					'i',
					{ 'data-kind': kind, style: `left:${short((100 * (at - from)) / (to - from))}%` },
					kind === 'cell' ? '◇' : '▲'
				)
			)
		)
	);
}

return baseclass.extend({
	/** Lines of the values that matter, one below the other on the same time, with what held and what happened. */
	create() {
		const drawing = el('div', {});
		const pointer = cursor.create();
		const axis = el('div', { class: 'cm-axis', 'aria-hidden': 'true' });
		const node = el(
			'div',
			{ class: 'cm-chart' },
			el('div', { class: 'cm-plot' }, drawing, pointer.node),
			axis,
			pointer.readout
		);
		return {
			node,
			/** @param {Past} past @param {readonly Quantity[]} quantities */
			show(past, quantities) {
				element.fill(
					drawing,
					quantities.map(quantity => strip(quantity, past)),
					lane(_('Technology'), past.technology, past),
					lane(_('Bands'), past.bands, past),
					marks(past)
				);
				element.fill(
					axis,
					el('span', {}, _('%s ago').format(words.duration((past.to - past.from) / 1000))),
					el('span', {}, _('now'))
				);
				pointer.show(past, quantities);
			}
		};
	}
});
