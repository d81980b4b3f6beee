'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/** @typedef {import('modem.api').ModemInfo} ModemInfo */

const el = element.create;

/** @param {number | null} value @param {string | null} hex */
const withHex = (value, hex) => (value === null ? null : hex === null ? String(value) : `${value} (${hex})`);

/** @param {string} href @param {string} text */
const outside = (href, text) => el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);

/**
 * Where the masts of this cell may be looked up: btsearch.pl knows Poland, lteitaly.it Italy, cellmapper.net everywhere.
 * @param {ModemInfo} info
 */
function maps({ operator, cell, rat }) {
	const { mcc, mnc } = operator;
	const { cell_id: id, enb } = cell;
	if (mcc === null || mnc === null || id === null) return null;
	const links = [];
	if (mcc === '260') links.push(outside(`https://btsearch.pl/stations?q=${id}`, 'btsearch.pl'));
	if (mcc === '222' && enb !== null)
		links.push(
			outside(`https://lteitaly.it/internal/map.php#bts=${mcc}${Number(mnc)}.${enb}`, 'lteitaly.it')
		);
	const type = rat === 'nr_sa' ? 'NR' : enb === null ? 'UMTS' : 'LTE';
	links.push(
		outside(`https://www.cellmapper.net/map?MCC=${mcc}&MNC=${Number(mnc)}&type=${type}`, 'cellmapper.net')
	);
	return links.flatMap((link, index) => (index > 0 ? [' · ', link] : [link]));
}

/** @param {ModemInfo} info */
function cell(info) {
	const { operator, registration, cell: place } = info;
	const { mcc, mnc } = operator;
	const node = place.enb ?? place.gnb ?? place.rnc;
	const { sector } = place;
	return parts.facts([
		[_('Operator'), operator.name],
		[_('Country'), operator.country],
		['MCC, MNC', mcc === null ? null : `${mcc}, ${mnc}`],
		[_('Registration'), registration.state === 'unknown' ? null : words.registration(registration.state)],
		[_('Cell'), withHex(place.cell_id, place.cell_id_hex)],
		[
			place.gnb !== null ? 'gNB' : place.enb !== null ? 'eNB' : 'RNC',
			node === null ? null : sector === null ? node : _('%d, sector %d').format(node, sector)
		],
		['TAC', withHex(place.tac, place.area_hex)],
		['LAC', withHex(place.lac, place.area_hex)],
		[_('On a map'), maps(info)]
	]);
}

/** @param {ModemInfo} info */
function sim({ sim }) {
	return parts.facts([
		[_('State'), sim.state === 'unknown' ? null : words.sim(sim.state)],
		[_('Slot'), sim.slot],
		['ICCID', parts.secret('ICCID', sim.iccid)],
		['IMSI', parts.secret('IMSI', sim.imsi)]
	]);
}

/** @param {ModemInfo} info */
function modem(info) {
	const { vendor, model, firmware, imei, port, temperature, bus, id, condition } = info;
	return parts.facts([
		[_('Maker'), vendor],
		[_('Model'), model],
		[_('Firmware'), firmware],
		['IMEI', parts.secret('IMEI', imei)],
		[_('Temperature'), temperature === null ? null : `${quality.number(temperature)} °C`],
		[condition?.kind === 'hilink' ? _('Web pages') : _('AT port'), port],
		[bus === 'usb' ? 'USB' : 'PCI', id]
	]);
}

/** @param {ModemInfo} info @param {{ down: number, up: number } | null} rate Bits per second. */
function connection({ connection }, rate) {
	const { rx_bytes: received, tx_bytes: sent, uptime_s: uptime, addresses, dns } = connection;
	const each = (/** @type {readonly string[]} */ all) =>
		all.length === 0 ? null : all.map(one => el('div', { class: 'cm-number' }, one));
	const hasSix = addresses.some(address => address.includes(':'));
	return parts.facts([
		[_('Interface'), connection.interface],
		[_('State'), words.connection(connection.state)],
		[_('Up for'), uptime === null ? null : words.duration(uptime)],
		[_('Device'), connection.device],
		[_('Protocol'), connection.protocol?.toUpperCase()],
		[_('Addresses'), each(addresses)],
		[_('Gateway'), each([connection.gateway, connection.gateway6].filter(one => one !== null))],
		['DNS', each(dns)],
		['IPv6', connection.up ? (connection.prefix ?? (hasSix ? _('an address, no prefix') : _('none'))) : null],
		['MTU', connection.mtu],
		[_('Now'), rate === null ? null : `↓ ${words.rate(rate.down)}   ↑ ${words.rate(rate.up)}`],
		[
			_('Received, sent'),
			received === null || sent === null ? null : `↓ ${words.bytes(received)}   ↑ ${words.bytes(sent)}`
		]
	]);
}

return baseclass.extend({
	/**
	 * What is known about cell, connection, SIM and modem, each under its heading.
	 * @param {ModemInfo} info
	 * @param {{ down: number, up: number } | null} rate Bits per second.
	 */
	of(info, rate) {
		const cards = [
			{ title: _('Cell'), content: cell(info) },
			{ title: _('Connection'), content: connection(info, rate) },
			{ title: _('SIM card'), content: sim(info) },
			{ title: _('Device'), content: modem(info) }
		];
		return cards
			.filter(({ content }) => content !== null)
			.map(({ title, content }) => parts.section(title, content, 'card'));
	}
});
