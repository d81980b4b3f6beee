'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').UssdReply} UssdReply
 * @typedef {import('modem.api').FailureReply} FailureReply
 */

const el = element.create;

/** The job that holds the session this browser has begun, so that it is found again when the page is loaded anew. */
const keptKey = 'modem.ussd';

/** Codes that change a service at the operator, such as call forwarding: they are asked about before. */
const changing = /^[*#]{1,2}(?:21|67|61|62|00[24]|03|3[01]|7[67]|33[0-3]?|35[13]?|43|37)[*#]/;

/** @type {Record<UssdReply['state'], readonly [import('modem.ui.parts').Mood, string]>} */
const states = {
	waiting: ['busy', _('The network has not answered yet.')],
	menu: ['good', _('The network waits for an answer.')],
	done: ['good', _('The network has answered.')],
	refused: ['bad', _('The code was refused.')],
	no_answer: ['warn', _('The network did not answer.')],
	cancelled: ['warn', _('The session is closed.')]
};

return baseclass.extend({
	/**
	 * Codes to the operator: what the network says, and where that is a menu an answer to it.
	 * @param {string} modem
	 */
	create(modem) {
		const result = change.place();
		const said = el('div', { class: 'cm-said', role: 'status' });
		const answer = parts.input({
			pattern: '[\\-0-9A-Za-z *#+.,:!?\\/\\(\\)&=%]{1,160}',
			required: true,
			size: 12
		});
		const code = parts.input({
			type: 'tel',
			pattern: '[*#][0-9*#+]{0,100}#',
			required: true,
			placeholder: '*100#'
		});
		let turn = 0;

		/** @param {UssdReply} reply */
		function draw({ state, text, reason, message }) {
			const [mood, title] = states[state] ?? ['warn', state];
			element.fill(
				said,
				parts.note(mood, [
					el('strong', {}, title),
					text === null ? null : el('p', { class: 'cm-text', dir: 'auto' }, text),
					reason === 'no_cs_service'
						? el('p', {}, _('The modem has no service for codes in this network.'))
						: null,
					state === 'refused' || state === 'no_answer' ? el('p', { class: 'cm-detail' }, message) : null
				])
			);
			menu.hidden = state !== 'menu';
			if (state !== 'menu') return;
			answer.value = '';
			answer.focus();
		}

		/**
		 * Follows a session until it has ended, or somebody does something else; the network closes a menu after minutes.
		 * @param {UssdReply} begun
		 */
		async function follow(begun) {
			const own = ++turn;
			let last = begun;
			if (begun.job !== undefined) window.sessionStorage.setItem(keptKey, `${modem} ${begun.job}`);
			draw(begun);
			while (own === turn && begun.job !== undefined && (last.state === 'waiting' || last.state === 'menu')) {
				await calls.pause(last.state === 'menu' ? 3000 : 1000);
				if (own !== turn) return;
				const { state, result: told, failure } = await calls.read(() => api.job(begun.job));
				if (own !== turn) return;
				if (failure) throw { code: failure.error, message: failure.message };
				const next = /** @type {UssdReply | null} */ (told);
				if (next === null || (next.state === last.state && next.round === last.round)) {
					if (state !== 'running') return draw({ ...last, state: 'cancelled', text: null });
					continue;
				}
				last = next;
				draw(last);
			}
		}

		/** @param {() => Promise<UssdReply | FailureReply | number>} invoke */
		async function ask(invoke) {
			turn++;
			menu.hidden = true;
			element.fill(said, parts.note('busy', el('p', {}, _('The network is asked …'))));
			await result.attempt(async () => {
				try {
					const begun = await calls.write(invoke);
					follow(begun).catch(error => result.attempt(() => Promise.reject(error)));
				} catch (error) {
					element.fill(said);
					if (!words.isTrouble(error) || error.code !== 'job_running') throw error;
					offerEnd();
				}
			});
		}

		/** A session that is open elsewhere, or was begun before, stands in the way: it can be ended. */
		function offerEnd() {
			element.fill(
				said,
				parts.note('warn', [
					el('strong', {}, _('The modem is busy: a session may still be open.')),
					el('p', {}, _('End it, then send the code again.')),
					parts.button(_('End the session'), 'neutral', () => ask(() => api.ussd_cancel(modem)))
				])
			);
		}

		/** Sends the code, after a question where it changes something at the operator. */
		async function send() {
			const isChanging = changing.test(code.value);
			const sentences = [_('This code changes a service at the operator, such as call forwarding.')];
			if (isChanging && !(await dialog.confirm(`${code.value}?`, sentences, _('Send the code')))) return;
			await ask(() => api.ussd(modem, code.value, isChanging || undefined));
		}

		/** Finds the session again that this browser has begun, where it is still open. */
		async function resume() {
			const [name, job] = (window.sessionStorage.getItem(keptKey) ?? '').split(' ');
			if (name !== modem || job === undefined) return;
			const own = turn;
			try {
				const { state, result: told } = await calls.read(() => api.job(job));
				const last = /** @type {UssdReply | null} */ (told);
				if (own !== turn || state !== 'running') return;
				await follow(last === null ? opened(job) : { ...last, job });
			} catch (error) {
				if (!words.isTrouble(error)) throw error;
				window.sessionStorage.removeItem(keptKey);
			}
		}

		/** A session of which nothing was heard yet. @param {string} job @returns {UssdReply} */
		const opened = job => ({
			modem,
			state: 'waiting',
			text: null,
			reason: null,
			message: '',
			round: 0,
			settings_restored: true,
			job
		});

		const menu = el('div', { hidden: true }, [
			parts.form([parts.field(_('Answer'), answer)], _('Answer the menu'), 'action', () =>
				ask(() => api.ussd_reply(modem, answer.value))
			),
			parts.button(_('End the session'), 'neutral', () => ask(() => api.ussd_cancel(modem)))
		]);
		resume();
		return el('div', {}, [
			el(
				'p',
				{},
				_('For example for the balance. Codes and menus are those of the operator, and some cost money.')
			),
			parts.form([parts.field(_('Code'), code)], _('Send the code'), 'action', send),
			said,
			menu,
			result.node
		]);
	}
});
