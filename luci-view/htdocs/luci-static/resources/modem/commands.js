'use strict';
'require baseclass';

/**
 * A command worth knowing, and what it tells.
 * @typedef {readonly [command: string, meaning: string]} Known
 */

const cells = _('serving cell and neighbours');
const carriers = _('carriers in use');
const temperature = _('temperature');
const bands = _('allowed bands and technologies');
const usb = _('USB mode');
const lock = _('binding to a cell');

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

/** Commands of the dialects, by the dialect's name. @type {Record<string, readonly Known[]>} */
const own = {
	askey: [
		['AT$QCAI?', carriers],
		['AT+CGCELLI', cells]
	],
	broadmobi: [
		['AT+BMTCELLINFO', cells],
		['AT+BMBANDPREF?', bands]
	],
	fibocom: [
		['AT+GTCCINFO?', cells],
		['AT+GTCAINFO?', carriers],
		['AT+GTACT?', bands],
		['AT+GTUSBMODE?', usb],
		['AT+MTSM=1', temperature]
	],
	foxconn: [
		['AT^DEBUG?', cells],
		['AT^CA_INFO?', carriers],
		['AT^SLBAND?', bands],
		['AT^TEMP?', temperature]
	],
	huawei: [
		['AT^HCSQ?', _('signal quality')],
		['AT^HFREQINFO?', carriers],
		['AT^SYSCFGEX?', bands],
		['AT^CHIPTEMP?', temperature]
	],
	intel: [
		['AT+XCCINFO?', cells],
		['AT+XLEC?', carriers],
		['AT+XACT?', bands],
		['AT+MTSM=1', temperature]
	],
	meig: [
		['AT+SGCELLINFOEX?', cells],
		['AT+TEMP', temperature]
	],
	qualcomm: [
		['AT$QCRSRP?', _('signal strength')],
		['AT$QCRSRQ?', _('signal quality')]
	],
	quectel: [
		['AT+QENG="servingcell"', cells],
		['AT+QENG="neighbourcell"', cells],
		['AT+QCAINFO', carriers],
		['AT+QNWPREFCFG="mode_pref"', bands],
		['AT+QNWLOCK="common/4g"', lock],
		['AT+QCFG="usbnet"', usb],
		['AT+QTEMP', temperature]
	],
	sierra: [
		['AT!GSTATUS?', cells],
		['AT!LTEINFO?', cells],
		['AT!BAND?', bands],
		['AT!USBCOMP?', usb],
		['AT!PCTEMP?', temperature]
	],
	simcom: [
		['AT+CPSI?', cells],
		['AT+CNMP?', bands],
		['AT+CPMUTEMP', temperature]
	],
	telit: [
		['AT#SERVINFO', cells],
		['AT#CAINFO?', carriers],
		['AT#BND?', bands],
		['AT#USBCFG?', usb],
		['AT#TEMPMON=1', temperature]
	],
	yuga: [
		['AT+BANDCFG?', bands],
		['AT+TEMP', temperature]
	],
	zte: [
		['AT+ZCELLINFO?', cells],
		['AT+ZCAINFO?', carriers],
		['AT+ZNLOCKBAND?', bands]
	]
};

return baseclass.extend({
	/**
	 * The commands of a dialect first, then those every modem has.
	 * @param {string} dialect
	 */
	of: dialect => [...(own[dialect] ?? []), ...standard]
});
