'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.spectrum as spectrum';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').Carrier} Carrier
 * @typedef {import('modem.api').Signal} Signal
 * @typedef {import('modem.quality').Quantity} Quantity
 */

const el = element.create;

/**
 * What a carrier's values are called on its radio.
 * @param {Carrier} carrier
 * @returns {{ power: Quantity, quality: Quantity }}
 */
const namesOf = ({ rat }) =>
	rat === 'umts' ? { power: 'rscp', quality: 'ecio' } : { power: 'rsrp', quality: 'rsrq' };

/** @param {Carrier} carrier */
function bandOf(carrier) {
	const { rat, band } = carrier;
	if (band === null) return null;
	if (rat !== 'lte' && rat !== 'nr') return words.band(rat, band);
	const text = spectrum.text(rat, band);
	return [el('b', {}, words.band(rat, band)), text ? el('small', {}, ` ${text}`) : null];
}

/** @param {number | null} mhz */
const megahertz = mhz => (mhz === null ? null : `${quality.number(mhz)} MHz`);

/**
 * A value with its bars, whose length says what the colour says. What is told above as the signal is a word here.
 * @param {Quantity} quantity
 * @param {number | null} value
 * @param {boolean} isTold
 * @param {readonly (number | null)[]} [antennas]
 */
function measured(quantity, value, isTold, antennas) {
	if (value === null) return null;
	const level = quality.level(quantity, value);
	const each =
		antennas && antennas.length > 1
			? antennas.map(one => (one === null ? '–' : quality.number(one))).join(' / ')
			: null;
	return el(
		'span',
		{ class: 'cm-measured' },
		parts.bars(level, quality.word(level)),
		el('span', {}, isTold ? quality.word(level) : `${quality.number(value)} ${quality.unit(quantity)}`),
		each ? el('small', {}, _('antennas %s').format(each)) : null
	);
}

/** @param {Carrier} carrier */
function bandwidthOf({ bandwidth_mhz: down, uplink_bandwidth_mhz: up }) {
	if (up === null || up === down) return megahertz(down);
	return [`↓ ${megahertz(down) ?? '?'}`, el('br'), `↑ ${megahertz(up)}`];
}

/** @param {Carrier} carrier */
function roleOf({ role, active }) {
	if (role === 'pcc') return _('primary');
	return active ? _('secondary') : _('secondary, configured but not active');
}

return baseclass.extend({
	/**
	 * `B3`, `n78`, or the radio's name where the band is not known.
	 * @param {Carrier} carrier
	 */
	name: ({ rat, band }) => (band === null ? rat.toUpperCase() : words.band(rat, band)),

	/**
	 * Every carrier with its place and its own signal; null without carriers.
	 * @param {readonly Carrier[]} carriers
	 * @param {Signal} signal What is shown above of the primary one.
	 */
	table(carriers, signal) {
		if (carriers.length === 0) return null;
		const umts = carriers.every(({ rat }) => rat === 'umts');
		const gsm = carriers.every(({ rat }) => rat === 'gsm');
		return parts.table(
			_('Carriers'),
			[
				_('Carrier'),
				_('Band'),
				_('Frequency'),
				_('Bandwidth'),
				_('Channel'),
				gsm ? 'BSIC' : umts ? 'PSC' : 'PCI',
				umts ? 'RSCP' : 'RSRP',
				umts ? 'Ec/Io' : 'RSRQ',
				'SINR',
				'RSSI'
			],
			carriers.map(carrier => {
				const names = namesOf(carrier);
				const told = (/** @type {Quantity} */ quantity, /** @type {number | null} */ value) =>
					carrier.role === 'pcc' && signal[quantity] === value;
				return [
					roleOf(carrier),
					bandOf(carrier),
					megahertz(carrier.downlink_mhz),
					bandwidthOf(carrier),
					carrier.channel,
					carrier.pci,
					measured(names.power, carrier.rsrp, told(names.power, carrier.rsrp), carrier.rsrp_antennas),
					measured(names.quality, carrier.rsrq, told(names.quality, carrier.rsrq), carrier.rsrq_antennas),
					measured('sinr', carrier.sinr, told('sinr', carrier.sinr), carrier.sinr_antennas),
					measured('rssi', carrier.rssi, told('rssi', carrier.rssi), carrier.rssi_antennas)
				];
			})
		);
	}
});
