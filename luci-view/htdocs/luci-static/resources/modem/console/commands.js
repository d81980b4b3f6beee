'use strict';
'require baseclass';
'require modem.console.dialects as dialects';

/**
 * A command worth knowing, and what it tells.
 * @typedef {readonly [command: string, meaning: string]} Known
 */

/** What the commands of a dialect are asked for. @type {Record<string, string>} */
const meanings = {
	info: _('asked for the status page'),
	carriers: _('carriers in use'),
	temperature: _('temperature'),
	strength: _('signal strength'),
	quality: _('signal quality'),
	operator: _('operator'),
	cells: _('serving cell and neighbours'),
	bands: _('allowed bands'),
	bandsAndModes: _('allowed bands and technologies'),
	modes: _('allowed technologies'),
	cellLock: _('binding to a cell'),
	usbMode: _('USB mode'),
	autoconnect: _('whether the modem dials by itself'),
	slot: _('SIM slot in use')
};

/** Commands every modem has (3GPP TS 27.007, ITU-T V.250). @type {readonly Known[]} */
const standard = [
	['ATI', _('maker, model, firmware')],
	['AT+CPIN?', _('state of the SIM card')],
	['AT+CSQ', _('signal strength')],
	['AT+CESQ', _('signal quality')],
	['AT+COPS?', _('operator')],
	['AT+CEREG?', _('registration in the LTE network')],
	['AT+C5GREG?', _('registration in the 5G network')],
	['AT+CGDCONT?', _('access points')],
	['AT+CGPADDR', _('addresses')],
	['AT+CFUN?', _('state of the radio')]
];

return baseclass.extend({
	/**
	 * The commands of a dialect first, then those every modem has.
	 * @param {string} dialect
	 */
	of: dialect => [
		...dialects.of(dialect).map(([command, what]) => /** @type {Known} */ ([command, meanings[what]])),
		...standard
	]
});
