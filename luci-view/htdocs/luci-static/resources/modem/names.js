'use strict';
'require baseclass';

const rats = {
	gsm: '2G GSM',
	gprs: '2G GPRS',
	edge: '2G EDGE',
	umts: '3G UMTS',
	hsdpa: '3G HSDPA',
	hsupa: '3G HSUPA',
	hspa: '3G HSPA',
	hspa_plus: '3G HSPA+',
	td_scdma: '3G TD-SCDMA',
	cdma: '3G CDMA',
	nb_iot: 'NB-IoT',
	lte: '4G LTE',
	lte_a: '4G LTE-A',
	nr_nsa: '5G NSA',
	nr_sa: '5G SA'
};

const sims = {
	ready: _('ready'),
	absent: _('missing'),
	pin_required: _('waits for its PIN'),
	puk_required: _('blocked, waits for its PUK'),
	pin2_required: _('waits for PIN 2'),
	puk2_required: _('waits for PUK 2'),
	failure: _('defective'),
	busy: _('starting'),
	wrong: _('not accepted'),
	locked_to_device: _('the modem is locked to another device'),
	locked_to_network: _('the modem is locked to another operator'),
	unknown: _('unknown')
};

const registrations = {
	home: _('home network'),
	roaming: _('roaming'),
	searching: _('searching'),
	denied: _('denied'),
	idle: _('not searching'),
	emergency: _('emergency calls only'),
	unknown: _('unknown')
};

const connections = {
	not_configured: _('no interface'),
	disabled: _('disabled'),
	not_loaded: _('not loaded yet'),
	handler_missing: _('its protocol is not installed'),
	device_missing: _('its device is missing'),
	stopped: _('stopped'),
	blocked: _('given up'),
	down: _('down'),
	connecting: _('connecting'),
	up_without_address: _('up, without address'),
	connected: _('connected'),
	unknown: _('unknown')
};

/** The pages by their names. */
const pages = {
	status: _('Status'),
	checkup: _('Check-up'),
	bands: _('Bands'),
	control: _('Control'),
	messages: _('Messages'),
	care: _('Connection care'),
	settings: _('Settings'),
	setup: _('First steps'),
	unknown: _('A modem nobody has described')
};

/** What can be wished of a modem in its settings. */
const wishes = {
	modes: _('Technology'),
	'bands.lte': _('%s bands').format('4G LTE'),
	'bands.nr_nsa': _('%s bands').format('5G NSA'),
	'bands.nr_sa': _('%s bands').format('5G SA'),
	'cell_lock.lte': _('Bind to an LTE cell'),
	'cell_lock.nr': _('Bind to a 5G cell'),
	apn: 'APN',
	pin: 'PIN'
};

/** The rungs of the ladder by which a dead connection is brought back. */
const rungs = {
	reconnect: _('Connect anew'),
	register: _('Look for the network anew'),
	restart: _('Restart the modem'),
	reenumerate: _('Unplug and plug in by software'),
	power: _('Take its power away'),
	reboot: _('Restart the router')
};

return baseclass.extend({ rats, sims, registrations, connections, pages, wishes, rungs });
