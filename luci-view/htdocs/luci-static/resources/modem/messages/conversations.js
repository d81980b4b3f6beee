'use strict';
'require baseclass';
'require modem.messages.threads as threads';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').TextMessage} TextMessage
 * @typedef {import('modem.api').DeliveryReport} DeliveryReport
 * @typedef {import('modem.messages.compose').Sent} Sent
 * @typedef {import('modem.messages.threads').Entry} Entry
 * @typedef {import('modem.messages.threads').Thread} Thread
 */

/**
 * What can be done with conversations.
 * @typedef {object} Actions
 * @property {(ids: string[], isWhole: boolean) => unknown} remove
 * @property {(number: string) => void} answer
 */

const el = element.create;

/** Conversations that are open, by number; they stay so when the messages are read again. */
const opened = /** @type {Set<string>} */ (new Set());

const kinds = /** @type {Record<TextMessage['type'], string | null>} */ ({
	received: null,
	sent: _('sent'),
	draft: _('draft, not sent'),
	report: _('report of a delivery'),
	unreadable: _('cannot be read')
});

/** @type {Record<DeliveryReport['outcome'], string>} */
const outcomes = {
	delivered: _('delivered'),
	trying: _('not delivered yet'),
	failed: _('not delivered'),
	other: _('what became of it is not known')
};

/** @type {Record<Sent['state'], string>} */
const states = {
	planned: _('draft, not sent'),
	sending: _('on its way'),
	sent: _('sent'),
	refused: _('not sent'),
	incomplete: _('sent in part'),
	unknown: _('perhaps sent')
};

/** @type {Record<NonNullable<TextMessage['waiting']>['what'], string>} */
const waiting = {
	voicemail: _('Voice messages are waiting.'),
	fax: _('A fax is waiting.'),
	email: _('An e-mail is waiting.'),
	other: _('A message is waiting elsewhere.')
};

/** A time in the language of the page and the zone of the browser. @param {string | null} time */
const timeText = time => {
	const date = new Date(time ?? '');
	return Number.isNaN(date.getTime())
		? null
		: date.toLocaleString(document.documentElement.lang || undefined);
};

/** What became of a message that this page has sent. @param {Sent} sent @param {readonly TextMessage[]} messages */
function deliveryText(sent, messages) {
	if (!sent.isReported || sent.state !== 'sent') return states[sent.state];
	const reports = threads.reportsOf(sent, messages);
	const worst = ['failed', 'other', 'trying'].find(outcome => reports.some(one => one?.outcome === outcome));
	if (worst !== undefined) return outcomes[/** @type {DeliveryReport['outcome']} */ (worst)];
	return reports.every(one => one !== null) ? outcomes.delivered : _('sent, no report of the delivery yet');
}

/** What is told of a stored message beside its text. @param {TextMessage} message */
const remarks = ({ type, report, port, missing, parts: count, problem }) =>
	[
		kinds[type],
		report ? `${outcomes[report.outcome]} (${report.reference})` : null,
		port === null ? null : _('data for a program, port %d').format(port),
		missing.length === 0 ? null : _('%d of %d parts are missing').format(missing.length, count),
		problem
	].filter(text => text !== null);

/** @param {TextMessage} message */
const textOf = ({ text, data, waiting: notice }) =>
	text || (notice?.active ? waiting[notice.what] : null) || (data ? `${data.slice(0, 64)} …` : null);

/** What a conversation was last about, in one line. @param {Entry | undefined} entry */
const preview = entry => (entry?.sent ? entry.sent.text : entry?.stored ? textOf(entry.stored) : null) ?? '';

return baseclass.extend({
	/**
	 * The conversations, folded; texts are never taken for markup.
	 * @param {readonly TextMessage[]} messages
	 * @param {readonly Sent[]} sent
	 * @param {Actions} actions
	 */
	list(messages, sent, { remove, answer }) {
		/** @param {Entry} entry */
		function item({ time, stored, sent: own }) {
			const notes = stored ? remarks(stored) : [deliveryText(own, messages)];
			const when = timeText(time);
			const isOwn = own !== null || stored.type === 'sent' || stored.type === 'draft';
			return el('li', { class: isOwn ? 'cm-message cm-own' : 'cm-message' }, [
				el('p', { class: 'cm-text', dir: 'auto' }, stored ? textOf(stored) : own.text),
				el('div', { class: 'cm-about' }, [
					el('small', {}, [when, ...notes].filter(text => text !== null).join(' · ')),
					stored
						? parts.button(_('Delete'), 'negative', () => remove([stored.id], false), {
								class: 'btn cbi-button cbi-button-negative cm-small',
								'aria-label': _('Delete the message of %s').format(when ?? stored.number ?? '?')
							})
						: null
				])
			]);
		}

		/** @param {Thread} thread */
		function thread({ number, entries, unread }) {
			const key = number ?? '';
			const ids = entries.flatMap(({ stored }) => (stored ? [stored.id] : []));
			const name = number ?? _('Without a number');
			/** @type {HTMLDetailsElement} */
			const details = el(
				'details',
				{
					class: 'cm-thread',
					open: opened.has(key),
					toggle() {
						if (details.open) opened.add(key);
						else opened.delete(key);
					}
				},
				el('summary', { 'data-key': `thread ${key}` }, [
					el('b', { dir: 'auto' }, name),
					unread > 0 ? el('span', { class: 'cm-new' }, _('new: %d').format(unread)) : null,
					el('span', { class: 'cm-preview', dir: 'auto' }, preview(entries[0]).slice(0, 160)),
					el('small', {}, timeText(entries[0]?.time ?? null) ?? '')
				]),
				el('ol', {}, entries.map(item)),
				el('div', { class: 'cm-actions' }, [
					number !== null && /^\+?[0-9*#]{1,20}$/.test(number)
						? parts.button(_('Answer'), 'neutral', () => answer(number), {
								'aria-label': _('Answer %s').format(number)
							})
						: null,
					ids.length > 0
						? parts.button(_('Delete the conversation'), 'negative', () => remove(ids, true), {
								'aria-label': _('Delete the conversation with %s').format(name)
							})
						: null
				])
			);
			return details;
		}

		const found = threads.of(messages, sent);
		return found.length === 0 ? el('p', {}, _('There are no messages.')) : found.map(thread);
	}
});
