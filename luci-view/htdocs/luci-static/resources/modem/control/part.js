'use strict';
'require baseclass';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';

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
 * @property {readonly Capability[]} needs It is shown when the modem has one of these.
 * @property {(context: Context) => Promise<Content>} show
 */

const el = element.create;

return baseclass.extend({
	/**
	 * A part with its heading; what goes wrong while it is read is said in it.
	 * @param {Part} part
	 * @param {Context} context
	 */
	create({ title, show }, context) {
		const content = el('div', {}, el('p', { class: 'spinning' }, _('Reading …')));
		const section = parts.section(title, content, 'control');
		const read = async () => {
			try {
				const made = await show(context);
				content.replaceChildren(el('div', {}, made));
			} catch (error) {
				if (!words.isTrouble(error)) throw error;
				content.replaceChildren(page.trouble(error, read));
			}
		};
		return { section, read };
	}
});
