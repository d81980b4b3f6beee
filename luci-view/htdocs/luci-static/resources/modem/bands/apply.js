'use strict';
'require baseclass';
'require modem.api as api';
'require modem.bands.choice as choice';
'require modem.calls as calls';
'require modem.trial.offer as trial';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').BandRat} BandRat
 * @typedef {import('modem.bands.choice').Choice} Choice
 */

const el = element.create;

/** @type {Record<BandRat, string>} */
const titles = { lte: '4G LTE', nr_nsa: '5G NSA', nr_sa: '5G SA' };

return baseclass.extend({
	titles,

	/**
	 * What all technologies would change, and one button for it.
	 * @param {{ modem: string, isConnected: boolean, begin: import('modem.trial.panel').Begin }} context
	 * @param {() => readonly Choice[]} choices
	 */
	create({ modem, isConnected, begin }, choices) {
		const summary = el('div', { class: 'cm-change', role: 'status' });
		const result = change.place(job => begin(job, 'set_bands'));
		const offer = trial.create(isConnected);
		const due = () => choices().filter(one => one.changes().length > 0);
		const empty = () => choices().filter(one => one.before() !== null && one.chosen().length === 0);

		/** Says what would change; false when there is nothing to apply. */
		function update() {
			const lacking = empty();
			const sentences =
				lacking.length > 0
					? lacking.map(({ rat }) => _('%s: choose at least one band.').format(titles[rat]))
					: due().map(one => `${titles[one.rat]}: ${one.changes().join(' ')}`);
			element.fill(
				summary,
				sentences.map(text => el('p', {}, text))
			);
			apply.disabled = lacking.length > 0 || due().length === 0;
			return !apply.disabled;
		}

		/**
		 * Sends the wishes in one change.
		 * @param {readonly Choice[]} wished
		 * @param {boolean} isDefault
		 */
		async function send(wished, isDefault) {
			const [first, ...others] = wished;
			if (first === undefined || !offer.check()) return;
			const lost = isDefault ? [] : wished.filter(one => one.cut().length > 0);
			const sentences = [
				...lost.map(one =>
					_('The connection runs through %s now, which would be switched off.').format(
						choice.listed(one.rat, one.cut())
					)
				),
				_('It will be interrupted. If the modem finds no cell on the other bands, it will not come back.'),
				offer.sentence() ??
					_('If you reach this router through this connection only, you may lock yourself out.')
			];
			if (lost.length > 0 && !(await dialog.confirm(_('Cut the present connection?'), sentences, _('Apply'))))
				return;
			const terms = offer.terms();
			await result.attempt(async () => {
				const also = others.map(one => ({ rat: one.rat, bands: one.chosen() }));
				const reply = await calls.write(() =>
					isDefault
						? api.set_bands(modem, first.rat, undefined, true, undefined, ...terms)
						: api.set_bands(
								modem,
								first.rat,
								first.chosen(),
								undefined,
								also.length > 0 ? also : undefined,
								...terms
							)
				);
				const outcomes = [reply, ...(reply.also ?? [])];
				const now = wished.map(one => {
					const outcome = outcomes.find(({ rat }) => rat === one.rat) ?? reply;
					one.take(outcome.after ?? outcome.requested);
					return `${titles[one.rat]}: ${choice.listed(one.rat, one.before() ?? [])}`;
				});
				result.done(reply, _('Allowed now: %s.').format(now.join('; ')));
			}, terms.length > 0);
			update();
		}

		const apply = parts.button(_('Apply'), 'action', async () => {
			await send(due(), false);
			return update();
		});
		return {
			node: el('div', { class: 'cbi-section cm-section cm-apply' }, [
				summary,
				offer.node,
				el('div', { class: 'cm-actions' }, apply),
				result.node
			]),
			update,
			/** Restores the default of one technology. @param {Choice} one */
			reset: one => send([one], true)
		};
	}
});
