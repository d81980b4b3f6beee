'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.ui.element as element';

/**
 * How a message is meant; each has its own sign, so that colour is not needed to tell them apart.
 * @typedef {'good' | 'calm' | 'busy' | 'warn' | 'bad'} Mood
 */

const signs = { good: '✓', calm: 'i', busy: '…', warn: '!', bad: '×' };

/** Secrets a person has asked to see, by key; they stay visible until the page is left. */
const revealed = new Set();

const el = element.create;

/** @param {string} kind */
const classOf = kind => `btn cbi-button cbi-button-${kind}${kind === 'action' ? ' important' : ''}`;

/**
 * Works with the button switched off; work that resolves to false leaves it so.
 * @param {HTMLButtonElement} button
 * @param {() => unknown} work
 */
async function busy(button, work) {
	button.disabled = true;
	button.classList.add('spinning');
	let stays = false;
	try {
		stays = (await work()) === false;
	} finally {
		button.classList.remove('spinning');
		button.disabled = stays;
	}
}

return baseclass.extend({
	/**
	 * A part of a page with its heading.
	 * @param {string} title
	 * @param {Content} content
	 * @param {string} [name] Last part of its class.
	 * @param {HTMLElement} [action] A button beside the heading.
	 */
	section(title, content, name, action) {
		const className = `cbi-section cm-section${name ? ` cm-${name}` : ''}`;
		const heading = el('h3', {}, title);
		return el('section', { class: className }, [
			action ? el('div', { class: 'cm-head' }, heading, action) : heading,
			el('div', {}, content)
		]);
	},

	/**
	 * Names and values; a row without a value is left out, and null comes of no rows at all.
	 * @param {readonly (readonly [string, Content])[]} rows
	 */
	facts(rows) {
		const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
		if (known.length === 0) return null;
		return el(
			'dl',
			{ class: 'cm-facts' },
			known.map(([label, value]) => el('div', {}, [el('dt', {}, label), el('dd', {}, value)]))
		);
	},

	/**
	 * A number nobody shall read over a shoulder or in a screenshot: hidden until asked for.
	 * @param {string} label
	 * @param {string | null} value
	 */
	secret(label, value) {
		if (value === null) return null;
		const shown = () => revealed.has(label);
		const text = el('span', { class: 'cm-number' }, shown() ? value : '••••••••');
		const caption = () => (shown() ? _('Hide') : _('Show'));
		const button = el(
			'button',
			{
				type: 'button',
				class: 'btn cbi-button cm-small',
				'data-key': `secret ${label}`,
				'aria-label': `${caption()}: ${label}`,
				click() {
					if (!revealed.delete(label)) revealed.add(label);
					text.textContent = shown() ? value : '••••••••';
					button.textContent = caption();
					button.setAttribute('aria-label', `${caption()}: ${label}`);
				}
			},
			caption()
		);
		return el('span', { class: 'cm-secret' }, [text, ' ', button]);
	},

	/**
	 * Four bars for a level of 0 to 4.
	 * @param {number} level
	 * @param {string} [text] What a screen reader says.
	 */
	bars(level, text) {
		const label = text ?? _('Signal: %s').format(quality.word(level));
		return el(
			'span',
			{ class: 'cm-bars', role: 'img', 'aria-label': label, title: label, 'data-level': level },
			[el('i'), el('i'), el('i'), el('i')]
		);
	},

	/**
	 * A message with its sign.
	 * @param {Mood} mood
	 * @param {Content} content
	 */
	note(mood, content) {
		return el('div', { class: `cm-note cm-${mood}` }, [
			el('span', { class: 'cm-sign', 'aria-hidden': 'true' }, signs[mood]),
			el('div', {}, content)
		]);
	},

	/**
	 * A button that cannot be pressed again while its work is under way, nor after it when it resolves to false.
	 * @param {string} text
	 * @param {'action' | 'negative' | 'neutral'} kind `action` changes something, `negative` cuts, deletes or undoes something,
	 * `neutral` changes nothing that holds.
	 * @param {() => unknown} work
	 * @param {Attributes} [attributes]
	 */
	button(text, kind, work, attributes) {
		/** @type {HTMLButtonElement} */
		const button = el(
			'button',
			{ type: 'button', class: classOf(kind), click: () => busy(button, work), ...attributes },
			text
		);
		return button;
	},

	/**
	 * Fields with the button that sends them; Enter does the same. The button is active while `isDue` says that it would
	 * change something.
	 * @param {readonly Content[]} fields
	 * @param {string} text
	 * @param {'action' | 'negative'} kind
	 * @param {() => Promise<unknown>} work
	 * @param {() => boolean} [isDue]
	 */
	form(fields, text, kind, work, isDue = () => true) {
		const button = el('button', { type: 'submit', class: classOf(kind) }, text);
		const arrange = () => {
			if (!button.classList.contains('spinning')) button.disabled = !isDue();
		};
		const submit = (/** @type {Event} */ event) => {
			event.preventDefault();
			if (button.disabled) return;
			busy(button, async () => {
				await work();
				return isDue();
			});
		};
		const form = el('form', { class: 'cm-form', submit, input: arrange, change: arrange }, fields, button);
		arrange();
		return form;
	},

	/**
	 * A text input; it is sent only when it matches `pattern`.
	 * @param {Attributes} attributes
	 */
	input: attributes =>
		el('input', { type: 'text', class: 'cbi-input-text', autocomplete: 'off', ...attributes }),

	/**
	 * An input with its label.
	 * @param {string} label
	 * @param {HTMLElement} input
	 */
	field: (label, input) => el('label', { class: 'cm-field' }, el('span', {}, label), input),

	/**
	 * A list of choices; the chosen value is its `value`.
	 * @param {readonly (readonly [string, string])[]} choices Value and text.
	 * @param {string | null} chosen
	 * @param {Attributes} [attributes]
	 */
	select(choices, chosen, attributes) {
		return el(
			'select',
			{ class: 'cbi-input-select', ...attributes },
			choices.map(([value, text]) => el('option', { value, selected: value === chosen ? '' : null }, text))
		);
	},

	/**
	 * A table; columns no row knows anything about are left out.
	 * @param {string} caption Read by screen readers only.
	 * @param {readonly string[]} heads Empty over buttons, which say themselves what they do.
	 * @param {readonly (readonly Content[])[]} rows
	 */
	table(caption, heads, rows) {
		const blank = (/** @type {Content} */ cell) => cell === null || cell === undefined || cell === '';
		/** Sentences get a line of their own on a phone. @param {Content} cell */
		const classFor = cell =>
			blank(cell) ? 'cm-blank' : typeof cell === 'string' && cell.length > 20 ? 'cm-wide' : null;
		const used = heads.map((_head, column) => rows.some(row => !blank(row[column])));
		const cells = (/** @type {readonly Content[]} */ row) => row.map((cell, column) => ({ cell, column }));
		return el('table', { class: 'cm-table' }, [
			el('caption', {}, caption),
			el(
				'thead',
				{},
				el(
					'tr',
					{},
					heads
						.filter((_head, column) => used[column])
						.map(head => (head === '' ? el('td') : el('th', { scope: 'col' }, head)))
				)
			),
			el(
				'tbody',
				{},
				rows.map(row =>
					el(
						'tr',
						{},
						cells(row)
							.filter(({ column }) => used[column])
							.map(({ cell, column }) =>
								el('td', { 'data-head': heads[column], class: classFor(cell) }, el('div', {}, cell))
							)
					)
				)
			)
		]);
	}
});
