'use strict';
'require baseclass';
'require modem.calls as calls';
'require modem.names as names';
'require modem.said as said';
'require modem.ui.element as element';
'require modem.ui.listed as listed';
'require modem.ui.parts as parts';
'require modem.ui.tabs as tabs';
'require modem.ui.unknown as unknown';
'require modem.watch as watch';
'require modem.words as words';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').ModemList} ModemList
 * @typedef {import('modem.calls').Trouble} Trouble
 */

/** @typedef {import('modem.ui.listed').Opened} Opened */

/**
 * The frame of a page: heading, name or choice of the modem, one place for what went wrong, content.
 * @typedef {object} Frame
 * @property {HTMLElement} node
 * @property {HTMLElement} body
 * @property {HTMLElement} notice What stays in sight at the lower edge, whatever is read anew.
 * @property {boolean} mayWrite False for a login that may only read.
 * @property {(error: unknown, again?: () => unknown) => void} fail Says what went wrong and what to do next.
 * @property {() => void} well Takes back what `fail` has said.
 * @property {(seconds: number | null) => void} stale Greys the content, and tells how old it is.
 */

const el = element.create;
const choiceKey = 'modem.choice';

/** @param {ListedModem} modem */
const modelOf = ({ model, product, id }) => model ?? product ?? id;

/** @param {ListedModem} modem */
const nameOf = modem => `${modelOf(modem)} · ${modem.modem}`;

/** The style sheet is loaded once, and before anything is shown. */
function loadStyle() {
	const href = L.resource('modem/style.css');
	if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
	const link = el('link', { rel: 'stylesheet', href });
	return new Promise(resolve => {
		link.addEventListener('load', resolve);
		link.addEventListener('error', resolve);
		document.head.append(link);
	});
}

/**
 * What went wrong and the next step; `again` repeats what failed.
 * @param {Trouble} trouble
 * @param {() => unknown} [again]
 */
function troubleNote(trouble, again) {
	const { title, advice, page, isCalm } = words.trouble(trouble);
	if (isCalm) return parts.note('calm', el('p', {}, title));
	return parts.note('bad', [
		el('strong', {}, title),
		advice ? el('p', {}, advice, ' ', page ? pageLink(page) : null) : null,
		trouble.message ? el('p', { class: 'cm-detail' }, trouble.message) : null,
		again ? parts.button(_('Try again'), 'neutral', again) : null
	]);
}

/** @param {keyof typeof names.pages} page */
const pageLink = page => el('a', { href: L.url('admin/modem/cellular', page) }, `→ ${names.pages[page]}`);

/** Why a login that may only read changes nothing here. */
const readOnly = () =>
	parts.note(
		'warn',
		el('p', {}, _('Your login may only look. The administrator can grant it to change things here.'))
	);

/** What is to be said of a modem that no table knows, and where it goes on for this login. @param {ListedModem} modem */
async function stranger(modem) {
	const mayProbe = await calls.may('probe').catch(() => false);
	const next = mayProbe ? pageLink('unknown') : _('A login with access to the AT console can find that out.');
	return unknown.note(modem, next);
}

/** That a page is not for this login. @param {string} group The access group it lacks. */
const closed = group =>
	parts.note('warn', [
		el('strong', {}, _('Your login may not use this page.')),
		el('p', {}, _('The administrator can grant it the access group %s.').format(group))
	]);

return baseclass.extend({
	/**
	 * Opens a page that asks its modem at once, as the one it showed last, and lists the modems after that.
	 * @returns {Promise<Opened>}
	 */
	async resume() {
		await loadStyle();
		return listed.before();
	},

	/**
	 * Loads what every page needs.
	 * @param {string} [group] The access group that whoever changes something here has.
	 * @returns {Promise<Opened>}
	 */
	async open(group) {
		await loadStyle();
		const opened = await listed.now();
		return group === undefined ? opened : { ...opened, group, right: await calls.right(group) };
	},

	loadStyle,
	modelOf,
	nameOf,
	link: pageLink,
	readOnly,
	closed,
	stranger,
	trouble: troubleNote,

	/**
	 * Builds the frame and shows the chosen modem in it.
	 * @param {string} title
	 * @param {Opened} opened
	 * @param {(modem: ListedModem, frame: Frame, isCurrent: () => boolean) => unknown} show Fills the body; what it
	 * throws is shown as trouble. `isCurrent` turns false when another modem is chosen.
	 * @param {{ isForChanges?: boolean, isClosed?: boolean, showNone?: (frame: Frame) => unknown }} [how] `isForChanges`: there is something to
	 * change here, which a login may not be allowed to; `isClosed`: without its group there is nothing to see; `showNone` fills the body where there is no modem, without it that
	 * is said.
	 */
	frame(title, opened, show, { isForChanges = false, isClosed = false, showNone } = {}) {
		const trouble = el('div', { class: 'cm-trouble', role: 'alert' });
		const age = el('p', { class: 'cm-age', role: 'status' });
		const body = el('div', { class: 'cm-body' });
		const notice = el('div', { class: 'cm-notice', role: 'status' });
		const head = el('div', { class: 'cm-head' }, el('h2', {}, title));
		const foot = el('div');
		const { group = '', right = 'write' } = opened;
		const mayWrite = right === 'write';
		const isShut = isClosed && right === 'none' && opened.list !== null;
		const node = el(
			'div',
			{ class: 'cm-page' },
			head,
			isForChanges && !mayWrite && !isShut ? readOnly() : null,
			trouble,
			age,
			body,
			foot,
			notice
		);
		let shown = 0;
		let current = listed.only;

		/** @type {Frame} */
		const frame = {
			node,
			body,
			notice,
			mayWrite,
			fail(error, again) {
				for (const waiting of body.querySelectorAll('p.spinning')) waiting.remove();
				if (!words.isTrouble(error)) throw error;
				const isTold = words.trouble(error).isCalm && foot.firstChild !== null;
				element.fill(trouble, isTold ? null : troubleNote(error, again));
			},
			well() {
				element.fill(trouble);
			},
			stale(seconds) {
				body.classList.toggle('cm-stale', seconds !== null);
				element.fill(
					age,
					seconds === null ? null : _('The values below are %s old.').format(words.duration(seconds))
				);
			}
		};

		/** Says of a modem that nobody has described what can be done. @param {ListedModem} modem @param {() => boolean} isCurrent */
		async function describe(modem, isCurrent) {
			foot.replaceChildren();
			if (!unknown.is(modem)) return;
			element.fill(foot, unknown.note(modem, null));
			const note = await stranger(modem);
			if (isCurrent()) element.fill(foot, note);
		}

		/** @param {ListedModem} modem */
		async function start(modem) {
			const turn = ++shown;
			current = modem;
			if (modem !== listed.only) window.localStorage.setItem(choiceKey, modem.modem);
			frame.well();
			frame.stale(null);
			body.replaceChildren();
			notice.replaceChildren();
			describe(modem, () => turn === shown);
			try {
				await show(modem, frame, () => turn === shown);
			} catch (error) {
				if (turn === shown) frame.fail(error, () => start(modem));
			}
		}

		/** @param {Trouble} why */
		const wait = why => {
			frame.fail(why, () => window.location.reload());
			watch.every(
				async () => {
					const { list } = await listed.now();
					if (list && list.modems.length > 0) window.location.reload();
				},
				() => 10
			);
			return node;
		};

		/** Names the modems in the heading. @param {readonly ListedModem[]} modems @param {ListedModem} first */
		function furnish(modems, first) {
			const names = modems.map(nameOf).join('\n');
			if (head.dataset.names === names) return;
			head.dataset.names = names;
			for (const old of head.querySelectorAll('.cm-model, .cm-tabs')) old.remove();
			const isOne = modems.length === 1;
			head.append(
				isOne ? el('span', { class: 'cm-model' }, modelOf(first)) : tabs.of(modems, first, nameOf, start)
			);
		}

		/** @param {readonly ListedModem[]} modems */
		function firstOf(modems) {
			const wanted = window.localStorage.getItem(choiceKey);
			return modems.find(({ modem }) => modem === wanted) ?? modems[0];
		}

		/** Shows what there is. @param {ModemList} list */
		function settle({ modems, warnings, mistakes = [] }) {
			const first = firstOf(modems);
			if (warnings.length > 0)
				node.insertBefore(
					parts.note(
						'warn',
						warnings.map((text, i) => {
							const mistake = mistakes[i];
							return el('p', {}, mistake ? said.mistake(mistake, text) : text);
						})
					),
					body
				);
			if (first === undefined) {
				shown++;
				body.replaceChildren();
				wait({ code: 'no_modem', message: '' });
				return;
			}
			const isShown =
				shown > 0 && (current.modem === first.modem || (current === listed.only && modems.length === 1));
			furnish(modems, first);
			if (!isShown) start(first);
			else {
				current = first;
				window.localStorage.setItem(choiceKey, first.modem);
				const turn = shown;
				describe(first, () => turn === shown);
			}
		}

		if (isShut) {
			body.append(closed(group));
			return node;
		}
		if (opened.list === null) return wait(opened.trouble);
		if (opened.list.modems.length === 0 && showNone && !opened.isGuess) {
			showNone(frame);
			return node;
		}
		if (!opened.isGuess) {
			settle(opened.list);
			return node;
		}
		const { modems } = opened.list;
		const guess = firstOf(modems) ?? listed.only;
		furnish(modems, guess);
		start(guess);
		listed.now().then(({ list }) => {
			if (list) settle(list);
		});
		return node;
	}
});
