'use strict';
'require baseclass';
'require form';
'require modem.names as names';
'require modem.ui.page as page';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {(section: string, value: string) => true | string} Check
 */

/** Titles of the LEDs, by option. */
const lights = /** @type {const} */ ([
	['led_bars', _('Bars of the signal, weakest first')],
	['led_weak', _('Weak signal')],
	['led_fair', _('Fair signal')],
	['led_good', _('Good signal')],
	['led_2g', '2G'],
	['led_3g', '3G'],
	['led_4g', '4G'],
	['led_4g_plus', _('4G with several carriers')],
	['led_5g', '5G'],
	['led_offline', _('No network')]
]);

/** What each step of the ladder is called in the form; the last is off by itself. */
const ladder = /** @type {const} */ ([
	['reconnect', '1'],
	['register', '1'],
	['restart', '1'],
	['reenumerate', '1'],
	['power', '1'],
	['reboot', '0']
]);

const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const day = '(?:sun|mon|tue|wed|thu|fri|sat)';

/** @param {RegExp} pattern @param {string} message @returns {Check} */
const matches = (pattern, message) => (_section, value) => value === '' || pattern.test(value) || message;

/** @param {number} least @param {number} most @returns {Check} */
const within = (least, most) => (_section, value) => {
	const isGood =
		value === '' || (/^-?\d{1,9}$/.test(value) && Number(value) >= least && Number(value) <= most);
	return isGood || _('A whole number from %s to %s.').format(least, most);
};

return baseclass.extend({
	/**
	 * The settings of the watch: sections of type `watch` in /etc/config/modem.
	 * @param {readonly ListedModem[]} modems
	 * @param {readonly string[]} leds
	 */
	of(modems, leds) {
		const map = new form.Map(
			'modem',
			_('Settings of the care'),
			_('A modem is watched where there is a section for it. What is left empty is as usual.')
		);
		const section = map.section(form.TypedSection, 'watch', _('Watched modems'));
		section.addremove = true;
		section.anonymous = true;
		section.addbtntitle = _('Watch a modem');
		section.tab('watch', _('Watch'));
		section.tab('ladder', _('Ladder'), _('What may be done while the connection is dead, cheapest first.'));
		section.tab('limits', _('Limits'));
		section.tab('schedule', _('Schedule'));
		section.tab('leds', 'LED', _('Empty: as the board is known to have them. Try them out above.'));

		/** @param {string} tab @param {string} name @param {string} title @param {string} [about] */
		const value = (tab, name, title, about) => section.taboption(tab, form.Value, name, title, about);

		/** @param {string} tab @param {string} name @param {string} usual @param {string} title @param {string} [about] */
		function flag(tab, name, usual, title, about) {
			section.taboption(tab, form.Flag, name, title, about).default = usual;
		}

		/**
		 * @param {string} tab
		 * @param {string} name
		 * @param {readonly [least: number, most: number, usual?: number]} bounds
		 * @param {string} title
		 * @param {string} [about]
		 */
		function number(tab, name, [least, most, usual], title, about) {
			const option = value(tab, name, title, about);
			option.placeholder = usual === undefined ? _('none') : String(usual);
			option.validate = within(least, most);
		}

		flag('watch', 'enabled', '1', _('Watch it'));
		const modem = value('watch', 'modem', _('Modem'), _('Empty: the only one.'));
		for (const listed of modems) modem.value(listed.modem, page.nameOf(listed));
		modem.validate = matches(/^[\w./:@-]{1,64}$/, _('The name of a modem.'));
		number('watch', 'interval', [5, 300, 30], _('Seconds between two looks'));
		const hosts = section.taboption(
			'watch',
			form.DynamicList,
			'hosts',
			_('Addresses that are probed'),
			_(
				'While no bytes come in: one answer proves the connection alive. Usual: 1.1.1.1 and 8.8.8.8; - for none.'
			)
		);
		hosts.validate = matches(/^(?:-|[\da-f.:]{2,39})$/i, _('Addresses, no names.'));
		flag('watch', 'history', '1', _('Keep a history of values'));
		flag('watch', 'journal', '1', _('Keep a journal of changes'));
		number(
			'watch',
			'values_every',
			[15, 3600],
			_('Seconds between two events with values'),
			_('For programs that hand values on; modem-mqtt is one.')
		);
		flag(
			'watch',
			'keep_history',
			'0',
			_('Keep both over a restart of the router'),
			_('Written to flash once a day.')
		);

		flag('ladder', 'recovery', '1', _('Bring a dead connection back'));
		number('ladder', 'down_after', [60, 3600, 120], _('Seconds it is dead before anything is done'));
		for (const [name, usual] of ladder) flag('ladder', name, usual, names.rungs[name]);
		value(
			'ladder',
			'power_line',
			_('Line of the board that powers the modem'),
			_('A name in /sys/class/gpio. Empty: as the board is known to have it.')
		).validate = matches(/^(?!gpio\d|gpiochip|export$|unexport$)[\w:-]{1,40}$/, _('A name, no number.'));

		number('limits', 'hardware_per_hour', [0, 6, 3], _('Restarts of the modem in an hour'));
		number('limits', 'hardware_per_day', [0, 48, 12], _('Restarts of the modem in a day'));
		number('limits', 'reboots_per_day', [0, 12, 3], _('Restarts of the router in a day'));
		number(
			'limits',
			'traffic_limit',
			[1, 99999999],
			_('Traffic of a month, MB'),
			_('Told at 80 and at 100 percent.')
		);
		number('limits', 'traffic_day', [1, 31, 1], _('Day on which a month begins'));
		flag('limits', 'traffic_stop', '0', _('Stop the connection at the limit'));
		number('limits', 'hot', [40, 120, 85], _('Too hot from, °C'));
		flag('limits', 'hot_lte', '0', _('Use LTE alone while it is too hot'));
		number('limits', 'signal_below', [-140, -44], _('Tell an RSRP below, dBm'));
		const below = section.taboption(
			'limits',
			form.ListValue,
			'technology_below',
			_('Tell a technology below')
		);
		below.optional = true;
		below.placeholder = _('none');
		for (const word of ['3g', '4g', '5g']) below.value(word, word.toUpperCase());
		number('limits', 'below_minutes', [1, 1440, 10], _('Minutes before that is told'));
		number('limits', 'signal_step', [3, 40], _('Tell a change of RSRP by, dB'));

		value(
			'schedule',
			'restart_at',
			_('Restart the modem at'),
			_('Each day 04:30, or on some days sun,wed 04:30; while nobody is at work.')
		).validate = matches(
			new RegExp(`^(?:${day}(?:,${day})* )?${clock}$`),
			_('A time looks like 04:30 or sun,wed 04:30.')
		);
		number(
			'schedule',
			'restart_jitter',
			[0, 120, 0],
			_('Minutes later at most'),
			_('Another time each day.')
		);
		flag('schedule', 'restart_forced', '0', _('Also while somebody is at work'));
		number(
			'schedule',
			'ca_days',
			[1, 60],
			_('Restart after days without carrier aggregation'),
			_('At night, at a place that had it.')
		);
		const night = value('schedule', 'night', _('When night is'));
		night.placeholder = '03:00-05:00';
		night.validate = matches(new RegExp(`^${clock}-${clock}$`), _('A time looks like 03:00-05:00.'));

		flag('leds', 'leds', '1', _('Show signal and technology on LEDs'));
		const four = section.taboption('leds', form.ListValue, 'leds_4g', _('4G on one carrier'));
		four.optional = true;
		four.placeholder = _('as the board has it');
		four.value('on', _('lit'));
		four.value('blink', _('blinking'));
		four.value('off', _('dark'));
		for (const [name, title] of lights) {
			const option = section.taboption('leds', form.DynamicList, name, title);
			for (const led of leds) option.value(led);
			option.validate = matches(/^[\w:.@-]{1,64}$/, _('A name in /sys/class/leds.'));
		}
		return map;
	}
});
