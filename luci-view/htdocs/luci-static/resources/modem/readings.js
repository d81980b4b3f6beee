'use strict';
'require baseclass';

/**
 * @typedef {import('modem.words').Words} Words
 * @typedef {import('modem.calls').TroubleCode} TroubleCode
 */

/** @type {Words} */
const silent = { title: _('The modem does not say.'), isCalm: true };

/** @type {Partial<Record<TroubleCode, Words>>} */
const words = {
	not_supported: silent,
	refused_by_modem: silent,
	not_understood: { title: _('The modem answered something unexpected'), advice: _('Try again.') },
	invalid_argument: { title: _('This value is not possible'), advice: _('Correct it.') }
};

return baseclass.extend({
	/**
	 * What a trouble means where nothing but reading was tried, if it means something of its own then.
	 * @param {TroubleCode} code
	 * @returns {Words | undefined}
	 */
	of: code => words[code]
});
