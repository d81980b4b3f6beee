'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.messages.compose as compose';
'require modem.messages.conversations as conversations';
'require modem.messages.storage as storage';
'require modem.messages.ussd as ussd';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.gate as gate';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';
'require view';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').MessagesReply} MessagesReply
 * @typedef {import('modem.messages.compose').Sent} Sent
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** Most messages the modem service tells at once, and deletes at once. */
const most = { told: 300, deleted: 100 };

/** Why a login sees no messages. */
const closed = () =>
	parts.note('warn', [
		el('strong', {}, _('Your login may not read messages.')),
		el(
			'p',
			{},
			_(
				'Messages are private, and reading marks them as read: the administrator grants both with writing rights for the access group modem-messages.'
			)
		)
	]);

/** What is not as it should be with what was listed. @param {MessagesReply} reply */
const warnings = ({ messages, found, complete, settings_restored: restored }) =>
	[
		found > messages.length
			? _('The newest %d of %d messages are shown.').format(messages.length, found)
			: null,
		complete ? null : _('The modem did not list all its messages.'),
		restored ? null : _('The modem did not take back its settings, which are changed to list messages.')
	].filter(text => text !== null);

/**
 * @param {ListedModem} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function show({ modem }, frame, isCurrent) {
	if (!frame.mayWrite) {
		frame.body.replaceChildren(closed());
		return;
	}
	/** @type {Sent[]} */
	const sent = [];
	const result = change.place();
	const list = el('div', { class: 'cm-threads' });
	const use = el('div', {});
	const reader = parts.button(_('Read again'), 'neutral', () => result.attempt(read));
	const written = compose.create(modem, one => {
		sent.push(one);
		draw();
	});
	let told = /** @type {MessagesReply | null} */ (null);

	function draw() {
		if (told === null) return;
		const notes = warnings(told);
		list.replaceChildren(
			...(notes.length > 0
				? [
						parts.note(
							'warn',
							notes.map(text => el('p', {}, text))
						)
					]
				: []),
			...[conversations.list(told.messages, sent, { remove, answer: written.to })].flat()
		);
		element.fill(use, storage.use(told.storages));
	}

	async function read() {
		told = await calls.read(() => api.messages(modem, undefined, most.told));
		if (isCurrent()) draw();
	}

	/** @param {string[]} ids @param {boolean} isWhole */
	async function remove(ids, isWhole) {
		const title = isWhole ? _('Delete the conversation?') : _('Delete the message?');
		const sentences = [_('Messages to be deleted: %d. They cannot be brought back.').format(ids.length)];
		if (!(await dialog.confirm(title, sentences, _('Delete')))) return;
		await result.attempt(async () => {
			const failed = [];
			for (let at = 0; at < ids.length; at += most.deleted) {
				const some = ids.slice(at, at + most.deleted);
				failed.push(...(await calls.write(() => api.delete_messages(modem, some))).failed);
			}
			await read();
			result.say(
				failed.length === 0
					? parts.note('good', el('strong', {}, _('Deleted.')))
					: parts.note('bad', [
							el('strong', {}, _('Not deleted: %d of %d.').format(failed.length, ids.length)),
							[...new Set(failed.map(({ message }) => message))].map(text =>
								el('p', { class: 'cm-detail' }, text)
							)
						])
			);
		});
	}

	list.replaceChildren(el('p', { class: 'spinning' }, _('Reading the messages …')));
	frame.body.replaceChildren(
		parts.section(_('Conversations'), [use, list, result.node], 'messages', reader),
		parts.section(_('New message'), written.node, 'messages'),
		parts.section(_('Codes of the operator (USSD)'), ussd.create(modem), 'messages'),
		storage.settings(modem, read)
	);
	await gate.pass(modem, frame, isCurrent, {
		text: _('Read the messages'),
		place: list,
		async read() {
			try {
				await read();
			} catch (error) {
				if (!words.isTrouble(error) || !isCurrent()) throw error;
				if (error.code === 'denied') frame.body.replaceChildren(closed());
				else list.replaceChildren(page.trouble(error));
			}
		}
	});
}

return view.extend({
	load: () => page.open('modem-messages'),

	render: opened => page.frame(_('Messages'), opened, show),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
