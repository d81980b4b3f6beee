'use strict';
'require baseclass';

/**
 * @typedef {import('modem.api').TextMessage} TextMessage
 * @typedef {import('modem.api').DeliveryReport} DeliveryReport
 * @typedef {import('modem.messages.compose').Sent} Sent
 */

/**
 * A message of a conversation: one of the modem's storage, or one that this page has sent.
 * @typedef {{ time: string | null, stored: TextMessage, sent: null } | { time: string | null, stored: null, sent: Sent }} Entry
 */

/**
 * What was written to and by one number.
 * @typedef {object} Thread
 * @property {string | null} number
 * @property {Entry[]} entries Newest first.
 * @property {number} unread
 */

/** @param {string | null} time */
const moment = time => (time === null ? 0 : Date.parse(time) || 0);

/** The last digits, by which one subscriber is known with and without the prefix of a country. @param {string} number */
const tail = number => number.replace(/\D/g, '').slice(-7);

return baseclass.extend({
	/**
	 * Joins messages to conversations, the one with the newest message first.
	 * @param {readonly TextMessage[]} messages
	 * @param {readonly Sent[]} sent
	 * @returns {Thread[]}
	 */
	of(messages, sent) {
		/** @type {Map<string | null, Thread>} */
		const threads = new Map();
		const of = (/** @type {string | null} */ number) => {
			const thread = threads.get(number) ?? { number, entries: [], unread: 0 };
			threads.set(number, thread);
			return thread;
		};
		for (const stored of messages) {
			const thread = of(stored.number);
			thread.entries.push({ time: stored.report?.ended ?? stored.time, stored, sent: null });
			if (stored.unread) thread.unread++;
		}
		for (const one of sent) of(one.number).entries.push({ time: one.time, stored: null, sent: one });
		for (const { entries } of threads.values()) entries.sort((a, b) => moment(b.time) - moment(a.time));
		const newest = (/** @type {Thread} */ { entries }) => moment(entries[0]?.time ?? null);
		return [...threads.values()].sort((a, b) => newest(b) - newest(a));
	},

	/**
	 * What the reports say of each part of a message that was sent; null where none has come for it.
	 * @param {Sent} sent
	 * @param {readonly TextMessage[]} messages
	 * @returns {(DeliveryReport | null)[]}
	 */
	reportsOf({ number, parts, time }, messages) {
		const reports = messages.filter(
			({ report, number: of, time: at }) =>
				report &&
				of !== null &&
				tail(of) === tail(number) &&
				(at === null || moment(at) >= moment(time) - 600_000)
		);
		return parts.map(
			({ reference }) => reports.find(({ report }) => report?.reference === reference)?.report ?? null
		);
	}
});
