'use strict';
'require baseclass';
'require modem.names as names';
'require modem.words as words';

/**
 * @typedef {import('modem.api').HistoryReply} HistoryReply
 * @typedef {import('modem.api').JournalReply} JournalReply
 * @typedef {import('modem.api').JournalEntry} JournalEntry
 * @typedef {import('modem.api').Labels} Labels
 * @typedef {import('modem.quality').Quantity} Quantity
 * @typedef {import('modem.status.history').Point} Own
 */

/**
 * A value of one time; `low` and `high` where it is the mean of several looks.
 * @typedef {{ at: number, value: number, low?: number, high?: number }} Value
 */

/**
 * What held for a time, in words; `generation` 2 to 5 of a technology.
 * @typedef {{ from: number, to: number, text: string, generation?: string }} Span
 */

/**
 * Something that happened.
 * @typedef {{ at: number, kind: 'cell' | 'restart', text: string }} Mark
 */

/**
 * What was between two times, ms since 1970: what is longer than `gap` apart belongs to no line.
 * @typedef {object} Past
 * @property {number} from
 * @property {number} to
 * @property {number} gap
 * @property {Partial<Record<Quantity, Value[]>>} values
 * @property {Span[]} technology
 * @property {Span[]} bands
 * @property {Mark[]} marks
 */

/** A longer silence than this is a gap between what the page has read, ms. */
const gap = 90_000;

const told = /** @type {const} */ (['rsrp', 'rsrq', 'sinr']);
const gathered = /** @type {const} */ (['rsrp', 'rsrq', 'sinr', 'rssi', 'rscp', 'ecio']);

/** @param {string} rat */
const generationOf = rat =>
	/^\d/.exec(/** @type {Record<string, string>} */ (names.rats)[rat] ?? '')?.[0] ?? '4';

/**
 * Points with a word each as spans; a word that is not known interrupts.
 * @param {readonly { at: number, text: string | null }[]} points The time at which each ends.
 * @param {number} longest
 * @param {(text: string) => Partial<Span>} more
 */
function spansOf(points, longest, more) {
	const spans = /** @type {(Span & { word: string })[]} */ ([]);
	let before = /** @type {number | null} */ (null);
	for (const { at, text } of points) {
		const last = spans.at(-1);
		const from = before === null || at - before > longest ? at : before;
		if (text !== null && last?.word === text && last.to === from) last.to = at;
		else if (text !== null) spans.push({ from, to: at, text, word: text, ...more(text) });
		before = at;
	}
	return spans;
}

/** @param {string} rat */
const technologyOf = rat => ({
	text: words.rat(/** @type {import('modem.api').Rat} */ (rat)),
	generation: generationOf(rat)
});

const rungs = /** @type {Record<string, string>} */ (names.rungs);

/**
 * What of the journal is marked: other cells, restarts, and modems that came back.
 * @param {readonly JournalEntry[]} entries
 * @param {number} now
 */
function marksOf(entries, now) {
	return entries.flatMap(({ time, age_s: age, kind, from, to }) => {
		const at = age === null ? time && 1000 * time : now - 1000 * age;
		if (at === null || to === null) return [];
		if (kind === 'cell' && from !== null)
			return [/** @type {Mark} */ ({ at, kind: 'cell', text: _('cell %s').format(to) })];
		const isRestart = kind === 'rung' && ['restart', 'reenumerate', 'power', 'reboot'].includes(to);
		if (isRestart) return [/** @type {Mark} */ ({ at, kind: 'restart', text: rungs[to] ?? to })];
		if (kind === 'presence' && from === 'absent')
			return [/** @type {Mark} */ ({ at, kind: 'restart', text: _('the modem came back') })];
		return [];
	});
}

/** @param {Labels | undefined} labels @param {(index: number) => number} timeOf */
const wordsOf = (labels, timeOf) =>
	(labels?.points ?? []).map((place, index) => ({
		at: timeOf(index),
		text: place === null ? null : (labels?.values[place] ?? null)
	}));

return baseclass.extend({
	/**
	 * What the watch has written down; null where it is not known when that was.
	 * @param {HistoryReply} reply
	 * @param {readonly JournalEntry[]} entries
	 * @param {number} now
	 * @returns {Past | null}
	 */
	of(reply, entries, now) {
		const { points, age_s: age, time } = reply;
		const step = 1000 * reply.step_s;
		if (age === null && time === null) return null;
		const end = age === null ? 1000 * (time ?? 0) : now - 1000 * age;
		const timeOf = (/** @type {number} */ index) => end - step * (points - 1 - index);
		const values = Object.fromEntries(
			told.map(quantity => {
				const spread = reply[quantity];
				const known = (spread?.mean ?? []).flatMap((value, index) => {
					if (value === null) return [];
					const low = spread?.min?.[index] ?? value;
					return [{ at: timeOf(index), value, low, high: spread?.max?.[index] ?? value }];
				});
				return [quantity, known];
			})
		);
		return {
			from: end - step * points,
			to: Math.max(now, end),
			gap: 1.5 * step,
			values,
			technology: spansOf(wordsOf(reply.rat, timeOf), 1.5 * step, technologyOf),
			bands: spansOf(wordsOf(reply.bands, timeOf), 1.5 * step, () => ({})),
			marks: marksOf(entries, now)
		};
	},

	/**
	 * What the page itself has read.
	 * @param {readonly Own[]} points
	 * @param {number} now
	 * @returns {Past}
	 */
	own(points, now) {
		const values = Object.fromEntries(
			gathered.map(quantity => {
				const known = points.flatMap(point => {
					const value = point[quantity];
					return typeof value === 'number' ? [{ at: point.at, value }] : [];
				});
				return [quantity, known];
			})
		);
		const marks = points.flatMap(({ at, cell }, index) => {
			const before = points[index - 1]?.cell;
			const isOther = cell && before && cell !== before;
			return isOther ? [/** @type {Mark} */ ({ at, kind: 'cell', text: _('cell %s').format(cell) })] : [];
		});
		const read = (/** @type {'rat' | 'bands'} */ name) =>
			points.map(point => ({ at: point.at, text: point[name] || null }));
		return {
			from: points[0]?.at ?? now,
			to: now,
			gap,
			values,
			technology: spansOf(read('rat'), gap, technologyOf),
			bands: spansOf(read('bands'), gap, () => ({})),
			marks
		};
	},

	/**
	 * The last part of a past, `reach` ms long, with what is known better from `newer` on.
	 * @param {Past} older
	 * @param {Past} newer
	 * @param {number} reach
	 * @returns {Past}
	 */
	joined(older, newer, reach) {
		const from = Math.max(older.from, newer.to - reach);
		const seam = newer.from;
		const early = (/** @type {Span[]} */ spans) =>
			spans
				.filter(span => span.from < seam && span.to > from)
				.map(span => ({ ...span, to: Math.min(span.to, seam) }));
		const values = Object.fromEntries(
			gathered.map(quantity => [
				quantity,
				[
					...(older.values[quantity] ?? []).filter(({ at }) => at > from && at < seam),
					...(newer.values[quantity] ?? [])
				]
			])
		);
		return {
			from,
			to: newer.to,
			gap: Math.max(older.gap, newer.gap),
			values,
			technology: [...early(older.technology), ...newer.technology],
			bands: [...early(older.bands), ...newer.bands],
			marks: older.marks.length > 0 ? older.marks : newer.marks
		};
	}
});
