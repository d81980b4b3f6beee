'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.names as names';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/** @typedef {import('modem.api').TriedWish} TriedWish */

const el = element.create;

const titles = /** @type {Record<string, string>} */ (names.wishes);

/** @type {Record<TriedWish['outcome'], string>} */
const outcomes = {
	took: _('The modem has it.'),
	failed: _('The modem did not take it.'),
	open: _('The modem took it, and does not show it.'),
	sent: _('It was sent; what became of it is not known.')
};

const givenUp = _(
	'It is not tried again until it, the firmware or the SIM card changes, so that nothing is worn out or cut off again and again.'
);

/** @type {Record<import('modem.api').ApplyStep['result'], string>} */
const results = {
	kept: _('is so already'),
	changed: _('changed'),
	different: _('would be changed'),
	failed: _('failed'),
	not_ready: _('not ready yet'),
	given_up: _('given up')
};

return baseclass.extend({
	/**
	 * What was tried to bring the modem to its settings, and a button for what was given up; null where nothing was.
	 * @param {string} modem
	 * @param {boolean} mayAct Whether this login may change anything.
	 */
	async section(modem, mayAct) {
		const list = el('div');
		const result = change.place();

		/** @param {string} what */
		const again = what => () =>
			result.attempt(async () => {
				const { steps } = await calls.write(() => api.apply(modem, undefined, true, what));
				await read();
				const told = steps.filter(step => step.what === what);
				result.say(
					told.length === 0
						? el('p', {}, _('The settings do not ask for it any more.'))
						: told.map(step =>
								parts.note(step.result === 'changed' || step.result === 'kept' ? 'good' : 'warn', [
									el('strong', {}, `${titles[what] ?? what}: ${results[step.result]}`),
									step.message ? el('p', { class: 'cm-detail' }, step.message) : null
								])
							)
				);
			});

		async function read() {
			const { records } = await calls.read(() => api.records(modem));
			const isStuck = records.some(({ given_up: why }) => why !== null);
			element.fill(
				list,
				records.length === 0
					? null
					: parts.table(
							_('What was tried'),
							[_('What'), _('Wanted'), _('Tried'), _('Result'), ''],
							records.map(({ what, wanted, outcome, date, given_up: why }) => [
								titles[what] ?? what,
								wanted,
								date?.replace('T', ' '),
								outcomes[outcome] ?? outcome,
								why !== null && mayAct
									? parts.button(_('Try again'), 'neutral', again(what), { 'data-key': what })
									: null
							])
						),
				isStuck ? el('p', {}, givenUp) : null
			);
			return records.length;
		}

		const count = await read();
		return count === 0
			? null
			: parts.section(_('What was tried for the settings'), [list, result.node], 'records');
	}
});
