'use strict';
'require baseclass';
'require modem.ui.fold as fold';

/**
 * @typedef {import('modem.api').Capability} Capability
 * @typedef {import('modem.api').CapabilityState} CapabilityState
 */

/**
 * What a part of the control page works with.
 * @typedef {object} Context
 * @property {string} modem
 * @property {boolean} mayWrite Whether the login and the modem allow changes here.
 * @property {(name: Capability) => CapabilityState | undefined} can
 * @property {boolean} isConnected Whether there is a connection that a change could cost.
 * @property {import('modem.trial.panel').Begin} begin
 */

/**
 * A part of the control page: what of the modem it needs, and how it is shown.
 * @typedef {object} Part
 * @property {string} title
 * @property {string} about What it is for, in some words.
 * @property {readonly Capability[]} needs It is shown when the modem has one of these.
 * @property {(context: Context) => Promise<Content>} show
 */

return baseclass.extend({
	/**
	 * A part, folded: it is read when it is opened.
	 * @param {Part} part
	 * @param {Context} context
	 */
	create({ title, about, needs, show }, context) {
		const mayWrite = context.mayWrite && needs.some(name => context.can(name)?.write);
		return fold.create(title, about, () => show({ ...context, mayWrite }), 'control');
	}
});
