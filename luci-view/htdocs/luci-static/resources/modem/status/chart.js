'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.status.history as history';
'require modem.ui.element as element';
'require modem.words as words';

/**
 * @typedef {import('modem.status.history').Point} Point
 * @typedef {import('modem.quality').Quantity} Quantity
 */

/** Shortest time a line is drawn over, ms: a young line is not squeezed into a corner. */
const shortest = 2 * 60_000;
const width = 600;
const height = 72;
/** A longer silence than this is a gap in the line, ms. */
const gap = 90_000;

/**
 * The bounds of the drawn scale: the values with some air, never less than 12 units, within what is possible.
 * @param {readonly number[]} values
 */
function bounds(values) {
	const low = Math.min(...values);
	const high = Math.max(...values);
	const air = Math.max(2, (12 - (high - low)) / 2);
	return { low: Math.floor(low - air), high: Math.ceil(high + air) };
}

/**
 * One quantity over the last minutes as a line, with the limits of its words. Null with less than two values.
 * @param {Quantity} quantity
 * @param {readonly Point[]} points
 * @param {number} now
 * @param {number} span Time from the left edge to now, ms.
 */
function strip(quantity, points, now, span) {
	const known = points.flatMap(point => {
		const value = point[quantity];
		return typeof value === 'number' ? [{ at: point.at, value }] : [];
	});
	const last = known.at(-1);
	if (known.length < 2 || last === undefined) return null;
	const values = known.map(({ value }) => value);
	const { low, high } = bounds(values);
	const x = (/** @type {number} */ at) => Math.round(10 * width * (1 - (now - at) / span)) / 10;
	const y = (/** @type {number} */ value) => Math.round((10 * height * (high - value)) / (high - low)) / 10;
	const path = known
		.map(({ at, value }, index) => {
			const before = known[index - 1];
			const begins = before === undefined || at - before.at > gap;
			return `${begins ? 'M' : 'L'}${x(at)} ${y(value)}`;
		})
		.join('');
	const unit = quality.unit(quantity);
	const text = (/** @type {number} */ value) => `${quality.number(value)} ${unit}`;
	const limits = quality.scale(quantity).limits.filter(limit => limit > low && limit < high);
	/** Limits whose numbers do not stand in each other's way, the one nearest to the line first. */
	const labelled = /** @type {number[]} */ ([]);
	for (const limit of [...limits].sort((a, b) => Math.abs(a - last.value) - Math.abs(b - last.value)))
		if (labelled.every(other => Math.abs(y(other) - y(limit)) > 22)) labelled.push(limit);
	const summary = _('%s in the last %s: lowest %s, highest %s, now %s').format(
		quality.label(quantity),
		words.duration(span / 1000),
		text(Math.min(...values)),
		text(Math.max(...values)),
		text(last.value)
	);
	return element.create(
		'figure',
		{ class: 'cm-strip' },
		element.create(
			'figcaption',
			{},
			element.create('span', {}, quality.label(quantity)),
			element.create('b', {}, text(last.value)),
			element.create(
				'small',
				{},
				`${quality.number(Math.min(...values))} … ${quality.number(Math.max(...values))}`
			)
		),
		element.svg(
			'svg',
			{
				viewBox: `0 0 ${width} ${height}`,
				preserveAspectRatio: 'none',
				role: 'img',
				'aria-label': summary,
				'data-level': quality.level(quantity, last.value)
			},
			limits.map(limit =>
				element.svg('line', { class: 'cm-limit', x1: 0, x2: width, y1: y(limit), y2: y(limit) })
			),
			element.svg('path', { class: 'cm-line', d: path })
		),
		element.create(
			'div',
			{ class: 'cm-scale', 'aria-hidden': 'true' },
			labelled.map(limit =>
				element.create(
					'span',
					{ style: `--cm-at:${Math.round((100 * (high - limit)) / (high - low))}%` },
					quality.number(limit)
				)
			)
		)
	);
}

return baseclass.extend({
	/**
	 * Lines of the values that matter, one below the other on the same time; null before there are two values.
	 * @param {readonly Point[]} points
	 * @param {readonly Quantity[]} quantities
	 */
	of(points, quantities) {
		const now = Date.now();
		const span = Math.min(history.reach, Math.max(shortest, now - (points[0]?.at ?? now)));
		const strips = quantities
			.map(quantity => strip(quantity, points, now, span))
			.filter(found => found !== null);
		if (strips.length === 0) return null;
		return element.create(
			'div',
			{ class: 'cm-chart' },
			strips,
			element.create(
				'div',
				{ class: 'cm-axis', 'aria-hidden': 'true' },
				element.create('span', {}, _('%s ago').format(words.duration(span / 1000))),
				element.create('span', {}, _('now'))
			)
		);
	}
});
