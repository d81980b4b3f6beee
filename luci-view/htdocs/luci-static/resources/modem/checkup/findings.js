'use strict';
'require baseclass';
'require modem.checkup.actions as actions';
'require modem.said as said';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').Diagnosis} Diagnosis
 * @typedef {import('modem.api').Finding} Finding
 * @typedef {import('modem.api').Severity} Severity
 * @typedef {import('modem.ui.parts').Mood} Mood
 */

const el = element.create;

/** @type {Record<Severity, readonly [Mood, string]>} */
const severities = {
	fault: ['bad', _('Fault')],
	warning: ['warn', _('Warning')],
	hint: ['calm', _('Hint')]
};

/** The page where a person looks next, by the check. */
const places = /** @type {Record<string, 'bands' | 'control' | 'settings'>} */ ({
	aggregation_lost: 'bands',
	configuration_wrong: 'settings',
	no_at_port: 'control',
	not_registering: 'bands',
	pin_required: 'control',
	pin_wrong_configured: 'control',
	port_silent: 'settings',
	puk_required: 'control',
	sim_missing: 'control',
	too_hot: 'control'
});

/** Where the finding is that nothing uses the modem, the set-up cures it. @param {Finding} finding */
const placeOf = ({ check, template }) =>
	check === 'interface_stopped' && template.values.interface === undefined ? 'setup' : places[check];

return baseclass.extend({
	/**
	 * What was found: each with its reason, its cure, and the button or the page that cures it.
	 * @param {Diagnosis} diagnosis
	 * @param {import('modem.checkup.actions').Context} context
	 */
	of({ findings }, context) {
		if (findings.length === 0)
			return parts.note('good', [
				el('strong', {}, _('All is well')),
				el(
					'p',
					{},
					_('Modem, SIM card, network, configuration and connection were looked at, and nothing is wrong.')
				)
			]);
		return el(
			'ol',
			{ class: 'cm-findings' },
			findings.map(finding => {
				const { check, severity, action } = finding;
				const { what, why, cure } = finding.template;
				const [mood, word] = severities[severity] ?? /** @type {const} */ (['calm', severity]);
				const where = placeOf(finding);
				const isShut = where === 'settings' && !context.mayAct;
				return el(
					'li',
					{ 'data-check': check },
					parts.note(mood, [
						el('strong', {}, `${word}: ${said.of(what, finding.template)}`),
						el('p', {}, said.of(why, finding.template)),
						el('p', {}, el('b', {}, _('What helps:')), ' ', said.of(cure, finding.template)),
						where ? el('p', {}, isShut ? actions.notAllowed : page.link(where)) : null,
						action ? actions.of(action, context) : null
					])
				);
			})
		);
	}
});
