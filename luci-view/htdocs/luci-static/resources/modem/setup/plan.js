'use strict';
'require baseclass';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').SetupPlanReply} SetupPlanReply
 * @typedef {import('modem.api').SetupChange} SetupChange
 */

const el = element.create;

/** @param {SetupChange['before']} value */
const valueOf = value => (Array.isArray(value) ? value.join(' ') : value);

/** Passwords and PINs are not for every eye. @param {SetupChange} change */
const isSecret = ({ option }) => option === 'pincode' || option === 'password';

/** @param {SetupChange} change @returns {readonly Content[]} */
const row = change => {
	const { config, section, option, before, value, reason } = change;
	const shown = (/** @type {SetupChange['before']} */ one) =>
		one === null ? '–' : isSecret(change) ? '••••' : valueOf(one);
	return [`${config}.${section}`, option ?? _('the section itself'), shown(before), shown(value), reason];
};

return baseclass.extend({
	/**
	 * What will be changed, one line for each change with its reason, and the same as commands.
	 * @param {SetupPlanReply} plan
	 */
	of({ changes, dials }) {
		const commands = changes.filter(change => !isSecret(change)).map(({ command }) => command);
		return [
			changes.length === 0
				? null
				: el(
						'div',
						{ class: 'cm-scroll' },
						parts.table(
							_('Changes'),
							[_('Where'), _('Option'), _('Before'), _('After'), _('Why')],
							changes.map(row)
						)
					),
			dials === false ? el('p', {}, _('The modem is told to dial by itself.')) : null,
			commands.length === 0
				? null
				: el('details', {}, [
						el('summary', {}, _('The same as commands')),
						el('pre', { class: 'cm-detail' }, commands.join('\n'))
					])
		];
	}
});
