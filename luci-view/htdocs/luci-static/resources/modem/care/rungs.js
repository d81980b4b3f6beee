'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.names as names';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.job as jobs';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').Rung} Rung
 * @typedef {import('modem.api').RungReply} RungReply
 */

const el = element.create;

/** What each rung interrupts, cheapest first. @type {Record<Rung, string>} */
const interrupts = {
	reconnect: _('Takes the interface down and up. The connection is interrupted for some seconds.'),
	register: _('The modem leaves its network and looks for it again. No connection for up to two minutes.'),
	restart: _('The modem restarts. No connection for about a minute.'),
	reenumerate: _('The modem is taken off its bus and comes back. No connection for about two minutes.'),
	power: _(
		'The modem loses its power for ten seconds, where the board can do that. No connection for about two minutes.'
	),
	reboot: _('The whole router restarts: every network of it is interrupted for some minutes.')
};

const all = /** @type {Rung[]} */ (Object.keys(interrupts));

return baseclass.extend({
	/**
	 * A button for each rung of the ladder, with what it interrupts.
	 * @param {string} modem
	 * @param {() => unknown} done Called when one has ended.
	 */
	of(modem, done) {
		const result = change.place();

		/** @param {Rung} rung */
		async function climb(rung) {
			const title = names.rungs[rung];
			if (!(await dialog.confirm(_('Do this now?'), [interrupts[rung]], title))) return;
			await result.attempt(async () => {
				const say = (/** @type {string} */ progress) =>
					result.say(parts.note('busy', [el('strong', {}, title), progress ? el('p', {}, progress) : null]));
				say('');
				const { job } = await calls.write(() => api.watch_now(modem, rung, rung === 'reboot' || undefined));
				const reply = /** @type {RungReply | null | undefined} */ (await jobs.ended(job, say));
				const isDone = reply?.done === true;
				result.say(
					parts.note(isDone ? 'good' : 'warn', [
						el('strong', {}, isDone ? _('Done.') : _('It could not be done.')),
						reply?.message ? el('p', {}, reply.message) : null
					])
				);
			});
			await done();
		}

		return [
			el(
				'div',
				{ class: 'cm-steps' },
				all.map(rung => [
					parts.button(names.rungs[rung], 'negative', () => climb(rung)),
					el('span', {}, interrupts[rung])
				])
			),
			result.node
		];
	}
});
