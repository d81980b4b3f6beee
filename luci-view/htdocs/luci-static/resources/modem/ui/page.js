'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.names as names';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.ui.unknown as unknown';
'require modem.watch as watch';
'require modem.words as words';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').ModemList} ModemList
 * @typedef {import('modem.calls').Trouble} Trouble
 */

/**
 * What a page is opened with: the modems, or why they could not be listed.
 * @typedef {{ list: ModemList, trouble: null } | { list: null, trouble: Trouble }} Opened
 */

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

/** @returns {Promise<Opened>} */
async function listed() {
	try {
		return { list: await calls.read(() => api.list()), trouble: null };
	} catch (error) {
		if (!words.isTrouble(error)) throw error;
		return { list: null, trouble: error };
	}
}

return baseclass.extend({
	/**
	 * Loads what every page needs.
	 * @returns {Promise<Opened>}
	 */
	async open() {
		await loadStyle();
		return listed();
	},

	loadStyle,
	nameOf,
	link: pageLink,
	readOnly,
	trouble: troubleNote,

	/**
	 * Builds the frame and shows the chosen modem in it.
	 * @param {string} title
	 * @param {Opened} opened
	 * @param {(modem: ListedModem, frame: Frame, isCurrent: () => boolean) => unknown} show Fills the body; what it
	 * throws is shown as trouble. `isCurrent` turns false when another modem is chosen.
	 * @param {{ isForChanges?: boolean, showNone?: (frame: Frame) => unknown }} [how] `isForChanges`: there is something to
	 * change here, which a login may not be allowed to; `showNone` fills the body where there is no modem, without it that
	 * is said.
	 */
	frame(title, opened, show, { isForChanges = false, showNone } = {}) {
		const trouble = el('div', { class: 'cm-trouble', role: 'alert' });
		const age = el('p', { class: 'cm-age', role: 'status' });
		const body = el('div', { class: 'cm-body' });
		const notice = el('div', { class: 'cm-notice', role: 'status' });
		const head = el('div', { class: 'cm-head' }, el('h2', {}, title));
		const foot = el('div');
		const mayWrite = L.hasViewPermission() !== false;
		const node = el(
			'div',
			{ class: 'cm-page' },
			head,
			isForChanges && !mayWrite ? readOnly() : null,
			trouble,
			age,
			body,
			foot,
			notice
		);
		let shown = 0;

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
			const mayProbe = await calls.may('probe').catch(() => false);
			const next = mayProbe
				? pageLink('unknown')
				: _('A login with access to the AT console can find that out.');
			if (isCurrent()) element.fill(foot, unknown.note(modem, next));
		}

		/** @param {ListedModem} modem */
		async function start(modem) {
			const turn = ++shown;
			window.localStorage.setItem(choiceKey, modem.modem);
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
					const { list } = await listed();
					if (list && list.modems.length > 0) window.location.reload();
				},
				() => 10
			);
			return node;
		};

		if (opened.list === null) return wait(opened.trouble);
		const { modems, warnings } = opened.list;
		const wanted = window.localStorage.getItem(choiceKey);
		const first = modems.find(({ modem }) => modem === wanted) ?? modems[0];
		if (warnings.length > 0)
			node.insertBefore(
				parts.note(
					'warn',
					warnings.map(text => el('p', {}, text))
				),
				body
			);
		if (first === undefined && showNone) {
			showNone(frame);
			return node;
		}
		if (first === undefined) return wait({ code: 'no_modem', message: '' });
		if (modems.length > 1) {
			const choice = parts.select(
				modems.map(modem => [modem.modem, nameOf(modem)]),
				first.modem,
				{
					change() {
						const chosen = modems.find(({ modem }) => modem === choice.value);
						if (chosen) start(chosen);
					}
				}
			);
			head.append(parts.field(_('Modem'), choice));
		} else head.append(el('span', { class: 'cm-model' }, modelOf(first)));
		start(first);
		return node;
	}
});
