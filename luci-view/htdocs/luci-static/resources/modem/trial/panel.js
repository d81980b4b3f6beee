'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').JobReply} JobReply
 * @typedef {import('modem.api').TrialReply} TrialReply
 */

/**
 * Follows the job that a change has begun.
 * @typedef {(job: string, method: string) => unknown} Begin
 */

const el = element.create;
/** The last job whose end a person has put away. */
const seenKey = 'modem.trial.seen';

const names = /** @type {Record<string, string>} */ ({
	set_bands: _('Bands'),
	set_modes: _('Technology'),
	lock_cell: _('Cell lock'),
	set_context: _('Access point (APN)'),
	set_usb_mode: _('USB mode'),
	set_autoconnect: _('Dial by itself'),
	setup: _('Interface')
});

const waiting = {
	connected: _('In %s what held before is put back, unless the modem is connected.'),
	registered: _('In %s what held before is put back, unless the modem is in the network.')
};

/** @type {Record<TrialReply['outcome'], readonly [import('modem.ui.parts').Mood, string]>} */
const outcomes = {
	kept: ['good', _('The change is kept.')],
	taken_back: ['warn', _('The change was taken back.')],
	left: ['warn', _('Nothing was put back.')]
};

/** @param {JobReply} told */
const outcomeOf = ({ result }) => (result && 'outcome' in result ? result : null);

/** @param {JobReply} told */
const titleOf = ({ method }) => _('On trial: %s').format(names[method] ?? method);

/** Whether the process that watched over the change is gone, so that nobody has decided about it. @param {JobReply} told */
const isLost = ({ state, failure }) => state === 'failed' && failure?.error === 'job_lost';

/** @param {JobReply} told @param {Content} more */
function endNote(told, more) {
	const { failure } = told;
	const outcome = outcomeOf(told);
	const [mood, text] = outcome
		? outcomes[outcome.outcome]
		: /** @type {const} */ (['bad', _('The trial ended without a result. Look what holds now.')]);
	const message = outcome?.message ?? failure?.message;
	return parts.note(mood, [
		el('strong', {}, titleOf(told)),
		el('p', {}, text),
		message ? el('p', { class: 'cm-detail' }, message) : null,
		more
	]);
}

return baseclass.extend({
	/**
	 * Shows the change on trial of a modem: what it waits for, the time left, two buttons that decide, and its end.
	 * @param {string} modem
	 * @param {import('modem.ui.page').Frame} frame
	 * @param {() => boolean} isCurrent
	 * @param {() => Promise<void>} read Reads the page anew.
	 */
	create(modem, frame, isCurrent, read) {
		const { notice, mayWrite } = frame;
		let turn = 0;

		async function again() {
			try {
				await read();
			} catch (error) {
				if (isCurrent()) frame.fail(error, again);
			}
		}

		/** @param {JobReply} told */
		function end(told) {
			const close = parts.button(_('Close'), 'neutral', () => {
				window.localStorage.setItem(seenKey, told.job);
				notice.replaceChildren();
			});
			notice.replaceChildren(endNote(told, el('div', { class: 'cm-actions' }, close)));
		}

		/**
		 * Follows a job until it has ended, also while the router does not answer. Only texts change meanwhile, so that
		 * no button goes away under a finger.
		 * @param {JobReply} first
		 */
		async function follow(first) {
			const own = ++turn;
			const { job } = first;
			let told = first;
			let toldAt = performance.now();
			let isKnown = true;
			let isOver = false;
			let isShown = false;
			const isOurs = () => own === turn && isCurrent();
			const text = el('p', { role: 'timer', 'aria-live': 'off' });
			const doing = el('p', { class: 'cm-detail' });
			const trouble = el('div');
			const clock = window.setInterval(draw, 1000);

			/** What it waits for, and how long yet. */
			function draw() {
				const { trial, progress, failure } = told;
				const left = trial?.left_s ?? null;
				const passed = Math.floor((performance.now() - toldAt) / 1000);
				text.textContent = isLost(told)
					? words.trouble({ code: 'job_lost', message: '' }).title
					: trial && left !== null
						? waiting[trial.keep_if].format(words.duration(Math.max(0, left - passed)))
						: _('The modem is at work.');
				doing.textContent = isLost(told) ? (failure?.message ?? '') : left === null ? progress : '';
				doing.hidden = doing.textContent === '';
			}

			/** @param {JobReply} reply @param {boolean} isDecided */
			function take(reply, isDecided) {
				told = reply;
				toldAt = performance.now();
				isOver = reply.state !== 'running' && (isDecided || !isLost(reply));
				element.fill(trouble);
				draw();
			}

			async function look() {
				try {
					take(await calls.read(() => api.job(job)), false);
				} catch (error) {
					if (!words.isTrouble(error)) throw error;
					isKnown = error.code !== 'no_job';
					isOver = !isKnown;
					element.fill(
						trouble,
						el('p', {}, _('The router does not answer now. The trial goes on without this page.'))
					);
				}
			}

			async function show() {
				window.clearInterval(clock);
				if (isShown || !isOurs()) return;
				isShown = true;
				if (isKnown) end(told);
				else notice.replaceChildren(gone(told));
				if (outcomeOf(told)?.outcome === 'kept') window.localStorage.setItem(seenKey, job);
				await again();
			}

			/** @param {boolean} keep */
			const decide = keep => async () => {
				try {
					take(await calls.write(() => api.cancel_job(job, keep || undefined)), true);
				} catch (error) {
					if (!words.isTrouble(error)) throw error;
					element.fill(trouble, page.trouble(error));
				}
				if (isOver) await show();
			};

			draw();
			notice.replaceChildren(
				parts.note('busy', [
					el('strong', {}, titleOf(first)),
					text,
					doing,
					trouble,
					mayWrite
						? el('div', { class: 'cm-actions' }, [
								parts.button(_('Keep now'), 'action', decide(true)),
								parts.button(_('Take back now'), 'negative', decide(false))
							])
						: null
				])
			);
			while (isOurs() && !isOver) {
				await look();
				if (!isOver) await calls.pause(2000);
			}
			await show();
		}

		/** The router was started anew: it knows nothing of its jobs, but of what is to be put back. @param {JobReply} told */
		const gone = told =>
			parts.note('warn', [
				el('strong', {}, titleOf(told)),
				el('p', {}, words.trouble({ code: 'no_job', message: '' }).title),
				el('p', {}, _('After a restart of the router what held before is put back when the modem appears.'))
			]);

		return {
			/** @type {Begin} */
			begin: (job, method) =>
				follow({
					job,
					method,
					modem,
					state: 'running',
					progress: null,
					trial: null,
					elapsed_ms: 0,
					result: null,
					failure: null
				}),

			/** Finds the change on trial, or the one that has ended while nobody looked. */
			async find() {
				/** @type {JobReply} */
				let told;
				try {
					told = await calls.read(() => api.job(undefined, modem));
				} catch (error) {
					if (!words.isTrouble(error)) throw error;
					return;
				}
				if (!isCurrent() || !told.trial) return;
				if (told.state === 'running' || isLost(told)) follow(told);
				else if (window.localStorage.getItem(seenKey) !== told.job) end(told);
			}
		};
	}
});
