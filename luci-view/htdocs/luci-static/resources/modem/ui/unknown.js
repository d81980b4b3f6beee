'use strict';
'require baseclass';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/** @typedef {import('modem.api').ListedModem} ListedModem */

const el = element.create;

return baseclass.extend({
	/**
	 * Whether no table knows a modem.
	 * @param {ListedModem} modem
	 */
	is: ({ model, dialect }) => model === null && dialect === 'standard',

	/**
	 * What is to be said of a modem that no table knows.
	 * @param {ListedModem} modem
	 * @param {Content} next Where it goes on.
	 */
	note({ manufacturer, product, bus, id, port }, next) {
		const name = [manufacturer, product].filter(Boolean).join(' ');
		return parts.note('calm', [
			el('strong', {}, _('Nobody has described this modem yet')),
			el(
				'p',
				{},
				_(
					'It is read by the commands every modem has: signal, network, SIM card and access points. Bands, carriers and its own settings need a description.'
				)
			),
			parts.facts([
				[_('It calls itself'), name],
				[bus === 'usb' ? 'USB' : 'PCI', id],
				[_('AT port'), port]
			]),
			el('p', {}, _('What it speaks can be found out in a minute, without changing anything.'), ' ', next)
		]);
	}
});
