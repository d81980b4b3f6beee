'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.messages.count as count';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.job as job';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').SendMessageReply} SendMessageReply
 * @typedef {import('modem.api').SentPart} SentPart
 */

/**
 * A message that this page has sent.
 * @typedef {object} Sent
 * @property {string} number
 * @property {string} text
 * @property {string} time
 * @property {SendMessageReply['state']} state
 * @property {readonly SentPart[]} parts
 * @property {boolean} isReported Whether a report of its delivery was asked for.
 */

const el = element.create;

/** As the modem service allows it. */
const most = { parts: 10, units: 1600 };

/** @type {Record<import('modem.messages.count').Count['alphabet'], string>} */
const alphabets = { gsm7: 'GSM 7', ucs2: 'UCS2' };

/** @type {Record<NonNullable<import('modem.messages.count').Count['language']>, string>} */
const languages = { turkish: _('Turkish'), spanish: _('Spanish'), portuguese: _('Portuguese') };

/** How a text would be sent, as a sentence. @param {string} text */
function countText(text) {
	const { alphabet, language, parts: filled, left } = count.of(text);
	const name = language === null ? alphabets[alphabet] : `${alphabets[alphabet]} (${languages[language]})`;
	return _('%d characters, alphabet %s. Parts: %d. Free in the last one: %d.').format(
		[...text].length,
		name,
		filled.length,
		left
	);
}

/** @type {Record<'sent' | 'refused' | 'incomplete' | 'unknown', readonly [import('modem.ui.parts').Mood, string]>} */
const outcomes = {
	sent: ['good', _('The message is sent.')],
	refused: ['bad', _('The message was not sent.')],
	incomplete: ['bad', _('Only a part of the message was sent.')],
	unknown: ['warn', _('The modem did not say whether the message was sent. It is not sent again.')]
};

return baseclass.extend({
	/**
	 * The form for a message, which a job sends.
	 * @param {string} modem
	 * @param {(sent: Sent) => void} done Takes what was sent.
	 */
	create(modem, done) {
		const result = change.place();
		const number = parts.input({
			type: 'tel',
			pattern: '[+]?[0-9*#]{1,20}',
			required: true,
			placeholder: '+491701234567',
			input: () => draw()
		});
		const text = el('textarea', {
			class: 'cbi-input-textarea cm-write',
			rows: 4,
			maxlength: most.units,
			required: true,
			dir: 'auto',
			input: () => draw()
		});
		const report = el('input', { type: 'checkbox' });
		const counted = el('p', { class: 'cm-count', role: 'status' });
		const send = parts.button(_('Send'), 'action', () => result.attempt(submit).then(isReady));

		/** Whether there is something to send and somebody to send it to; says why not where it is too long. */
		function isReady() {
			const isLong = count.of(text.value).parts.length > most.parts;
			text.setCustomValidity(isLong ? _('At most %d parts are sent.').format(most.parts) : '');
			return number.validity.valid && text.validity.valid;
		}

		function draw() {
			send.disabled = !isReady();
			element.fill(
				counted,
				countText(text.value),
				' ',
				text.validity.customError ? text.validationMessage : null
			);
		}

		async function submit() {
			const [to, body, isReported] = [number.value, text.value, report.checked];
			result.say(parts.note('busy', el('p', {}, _('The message is on its way.'))));
			const begun = await calls.write(() => api.send_message(modem, to, body, isReported || undefined));
			const reply = /** @type {SendMessageReply} */ (
				begun.state === 'sending' && begun.job !== undefined
					? ((await job.ended(begun.job, progress => {
							result.say(parts.note('busy', el('p', {}, progress)));
						})) ?? begun)
					: begun
			);
			const [mood, title] = outcomes[/** @type {keyof typeof outcomes} */ (reply.state)] ?? [
				'warn',
				reply.state
			];
			result.say(
				parts.note(mood, [
					el('strong', {}, title),
					mood === 'good' ? null : el('p', { class: 'cm-detail' }, reply.message)
				])
			);
			const { state, parts: gone } = reply;
			const time = new Date().toISOString();
			if (state !== 'refused') done({ number: to, text: body, time, state, parts: gone, isReported });
			if (state === 'sent') text.value = '';
			draw();
		}

		draw();
		return {
			node: el('div', {}, [
				parts.field(_('To'), number),
				parts.field(_('Text'), text),
				counted,
				el('label', { class: 'cm-check' }, report, ' ', _('Ask for a report of the delivery')),
				el('div', { class: 'cm-actions' }, send),
				result.node
			]),
			/** Begins a message to a number. @param {string} to */
			to(to) {
				number.value = to;
				draw();
				text.focus();
			}
		};
	}
});
