'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').ApplyStep} ApplyStep
 */

const el = element.create;

/** Since when settings that were saved are on their way to the modem, ms; kept while LuCI opens the page anew. */
const savedKey = 'modem.saved';

const results = {
	kept: _('is so already'),
	changed: _('changed'),
	different: _('would be changed'),
	failed: _('failed'),
	not_ready: _('not ready yet'),
	given_up: _('given up')
};

/** @param {readonly ApplyStep[]} steps @param {Readonly<Record<string, string>>} titles */
const stepTable = (steps, titles) =>
	steps.length === 0
		? el('p', {}, _('Nothing is set for this modem.'))
		: parts.table(
				_('Settings'),
				[_('What'), _('Wanted'), _('Before'), _('Result'), _('Reason')],
				steps.map(({ what, wanted, before, result, message }) => [
					titles[what] ?? what,
					wanted,
					before,
					results[result],
					message
				])
			);

return baseclass.extend({
	/**
	 * Compares the settings with the modem, and brings it there; tells of those just saved whether they have reached it.
	 * @param {readonly ListedModem[]} modems
	 * @param {Readonly<Record<string, string>>} titles What can be set, by the name of its step.
	 */
	part(modems, titles) {
		const result = change.place();
		const choice = parts.select(
			modems.map(listed => [listed.modem, page.nameOf(listed)]),
			modems[0]?.modem ?? null
		);
		const run = (/** @type {boolean} */ dryRun) =>
			result.attempt(async () => {
				const { steps } = await calls.write(() => api.apply(choice.value, dryRun));
				const due = steps.some(({ restart_needed: restart }) => restart);
				result.say(
					due
						? parts.note(
								'warn',
								el('p', {}, _('It takes effect after a restart of the modem.'), ' ', page.link('control'))
							)
						: null,
					stepTable(steps, titles)
				);
			});
		/** Tells what becomes of settings that were just saved: procd has them applied, which takes the modem a while. */
		const follow = () =>
			result.attempt(async () => {
				for (let times = 0; times < 8; times++) {
					result.say(
						parts.note('busy', el('p', {}, _('The saved settings are on their way to the modem …')))
					);
					await calls.pause(times === 0 ? 1500 : 4000);
					const { steps } = await calls.write(() => api.apply(choice.value, true));
					const isDue = steps.some(({ result: word }) => word === 'different' || word === 'not_ready');
					if (isDue && times < 7) continue;
					window.sessionStorage.removeItem(savedKey);
					const isKept = steps.every(({ result: word }) => word === 'kept');
					result.say(
						isKept
							? parts.note('good', el('strong', {}, _('The modem is as the settings want it.')))
							: parts.note('warn', el('strong', {}, _('Not everything holds in the modem.'))),
						stepTable(steps, titles)
					);
					return;
				}
			});
		document.addEventListener('uci-applied', () => {
			window.sessionStorage.setItem(savedKey, String(Date.now()));
			follow();
		});
		if (Date.now() - Number(window.sessionStorage.getItem(savedKey)) < 60_000) follow();
		return parts.section(_('Saved settings and the modem'), [
			el(
				'p',
				{},
				_(
					'Saved settings are applied at once and whenever the modem appears. Here they are compared with the modem.'
				)
			),
			el(
				'div',
				{ class: 'cm-actions' },
				modems.length > 1 ? parts.field(_('Modem'), choice) : null,
				parts.button(_('Compare'), 'neutral', () => run(true)),
				parts.button(_('Apply to the modem now'), 'action', () => run(false))
			),
			result.node
		]);
	}
});
