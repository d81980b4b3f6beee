'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.console.commands as commands';
'require modem.download as download';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';
'require view';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** How many commands the arrow keys reach back. */
const memory = 50;
const historyKey = 'modem.console';

/** @returns {string[]} */
function remembered() {
	try {
		const list = JSON.parse(window.sessionStorage.getItem(historyKey) ?? '[]');
		return Array.isArray(list) ? list.map(String) : [];
	} catch {
		return [];
	}
}

/**
 * Lets the arrow keys go through the commands sent before.
 * @param {HTMLInputElement} input
 * @param {readonly string[]} sent Oldest first.
 */
function withHistory(input, sent) {
	let back = 0;
	let draft = '';
	input.addEventListener('keydown', event => {
		const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
		const next = Math.min(sent.length, Math.max(0, back + step));
		if (step === 0 || next === back) return;
		if (back === 0) draft = input.value;
		back = next;
		input.value = back === 0 ? draft : (sent[sent.length - back] ?? '');
		event.preventDefault();
	});
	return () => {
		back = 0;
	};
}

/**
 * @param {ListedModem} modem
 * @param {Frame} frame
 */
function show({ modem, dialect }, frame) {
	const sent = remembered();
	const input = parts.input({
		class: 'cbi-input-text cm-command',
		pattern: '[Aa][Tt][ -~]{0,1022}',
		required: true,
		value: 'AT',
		spellcheck: 'false',
		autocapitalize: 'characters',
		'aria-label': _('AT command')
	});
	const patience = parts.select(
		[
			['5000', _('%d s').format(5)],
			['14000', _('%d s').format(14)]
		],
		'5000'
	);
	const restart = withHistory(input, sent);
	const log = el('div', { class: 'cm-log', role: 'log', 'aria-label': _('Answers'), tabindex: '0' });

	/** @param {...Content} content */
	function write(...content) {
		log.append(el('div', {}, content));
		log.scrollTop = log.scrollHeight;
	}

	async function send() {
		const command = input.value.trim();
		if (sent.at(-1) !== command) sent.push(command);
		sent.splice(0, sent.length - memory);
		window.sessionStorage.setItem(historyKey, JSON.stringify(sent));
		restart();
		frame.well();
		write(el('pre', { class: 'cm-asked' }, `> ${command}`));
		try {
			const reply = await calls.write(() => api.at(modem, command, Number(patience.value)));
			const final = reply.final === 'timeout' ? _('no final answer in time') : reply.final;
			write(
				reply.lines.length > 0 ? el('pre', {}, reply.lines.join('\n')) : null,
				el('pre', { class: reply.ok ? 'cm-final' : 'cm-final cm-failed' }, final)
			);
		} catch (error) {
			if (!words.isTrouble(error)) throw error;
			write(el('pre', { class: 'cm-final cm-failed' }, words.trouble(error).title));
			frame.fail(error);
		}
		input.select();
	}

	const known = commands.of(dialect).map(([command, meaning]) =>
		el(
			'li',
			{},
			el(
				'button',
				{
					type: 'button',
					class: 'btn cbi-button cm-small cm-known',
					click() {
						input.value = command;
						input.focus();
					}
				},
				command
			),
			el('span', {}, meaning)
		)
	);
	frame.body.replaceChildren(
		parts.note('warn', [
			el(
				'p',
				{},
				_('Commands go to the modem as they are. A wrong one can cut the connection or lock the SIM card.')
			)
		]),
		...(frame.mayWrite
			? [
					parts.form(
						[parts.field(_('Command'), input), parts.field(_('Wait'), patience)],
						_('Send'),
						'action',
						send
					),
					el('p', {}, _('The arrow keys bring back earlier commands.'))
				]
			: []),
		log,
		parts.section(_('Commands of this modem'), el('ul', { class: 'cm-commands' }, known)),
		...(frame.mayWrite ? [download.section(modem, error => frame.fail(error))] : [])
	);
	input.focus();
}

return view.extend({
	load: () => page.open('modem-at'),

	render: opened => page.frame(_('AT console'), opened, show, { isForChanges: true, isClosed: true }),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
