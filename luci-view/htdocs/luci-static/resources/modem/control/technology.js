'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.trial.offer as trial';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').AccessMode} AccessMode
 * @typedef {import('modem.api').NrMode} NrMode
 */

const generations = /** @type {Record<string, string>} */ ({ gsm: '2G', umts: '3G', lte: '4G', nr: '5G' });

/** `4G only`, `4G + 5G`. @param {AccessMode} mode */
function modeText(mode) {
	if (mode === 'auto') return _('automatic, the best there is');
	const names = mode.split('_').map(name => generations[name] ?? name);
	return names.length === 1 ? _('%s only').format(names[0] ?? '') : names.join(' + ');
}

/** @type {Record<NrMode, string>} */
const nrTexts = {
	all: _('both kinds of 5G'),
	sa: _('5G SA only, alone'),
	nsa: _('5G NSA only, beside LTE')
};

/** @param {{ mode: AccessMode | null, nr: NrMode | null }} state */
const stateText = ({ mode, nr }) =>
	[mode === null ? null : modeText(mode), nr === null ? null : nrTexts[nr]].filter(Boolean).join(', ');

return baseclass.extend({
	title: _('Technology'),
	about: '2G, 3G, 4G, 5G',
	needs: /** @type {const} */ (['modes']),
	modeText,

	/** @param {NrMode} mode */
	nrText: mode => nrTexts[mode],

	/** The choice of technologies. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite, isConnected, begin }) {
		const reply = await calls.read(() => api.modes(modem));
		const result = change.place(job => begin(job, 'set_modes'));
		const offer = trial.create(isConnected);
		const { modes, nr_modes: nrModes } = reply;
		const now = element.create(
			'p',
			{},
			stateText(reply) === '' ? _('The modem does not say.') : _('Now: %s.').format(stateText(reply))
		);
		if (!mayWrite || modes.length + nrModes.length === 0) return now;
		const mode = parts.select(
			modes.map(one => [one, modeText(one)]),
			reply.mode
		);
		const nr = parts.select(
			nrModes.map(one => [one, nrTexts[one]]),
			reply.nr
		);
		let held = { mode: reply.mode, nr: reply.nr };
		const isOther = () =>
			(modes.length > 0 && mode.value !== held.mode) || (nrModes.length > 0 && nr.value !== held.nr);
		return [
			now,
			parts.form(
				[
					modes.length > 0 ? parts.field(_('Use'), mode) : null,
					nrModes.length > 0 ? parts.field(_('Kind of 5G'), nr) : null,
					offer.node
				],
				_('Apply'),
				'action',
				async () => {
					if (!offer.check()) return;
					const terms = offer.terms();
					await result.attempt(async () => {
						const done = await calls.write(() =>
							api.set_modes(
								modem,
								/** @type {AccessMode | undefined} */ (modes.length > 0 ? mode.value : undefined),
								/** @type {NrMode | undefined} */ (nrModes.length > 0 ? nr.value : undefined),
								...terms
							)
						);
						held = done.after ?? done.before;
						const text = _('Now: %s.').format(stateText(held));
						element.fill(now, text);
						result.done(done, text);
					}, terms.length > 0);
				},
				isOther
			),
			result.node
		];
	}
});
