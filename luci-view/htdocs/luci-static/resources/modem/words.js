'use strict';
'require baseclass';
'require modem.names as names';
'require modem.readings as readings';

/**
 * @typedef {import('modem.api').StatusWord} StatusWord
 * @typedef {import('modem.calls').Trouble} Trouble
 * @typedef {import('modem.calls').TroubleCode} TroubleCode
 */

/**
 * A state in words: its name, the next step, and the page where it can be taken.
 * @typedef {object} Words
 * @property {string} title
 * @property {string} [advice]
 * @property {'status' | 'bands' | 'control' | 'settings' | 'checkup' | 'setup' | 'unknown'} [page]
 * @property {boolean} [isCalm] Whether nothing is wrong: it is only not to be had.
 */

/** @type {Record<StatusWord, Words>} */
const statuses = {
	connected: { title: _('Connected') },
	registered: {
		title: _('In the network, but not connected'),
		advice: _(
			'The interface that uses the modem is down or has no address. Check it and the access point name.'
		),
		page: 'control'
	},
	searching: {
		title: _('Looking for a network'),
		advice: _('If this lasts: check the antennas, and allow more bands and technologies.'),
		page: 'bands'
	},
	not_registered: {
		title: _('Not in the network'),
		advice: _('The modem does not look for a network. Restart it, or choose the technology automatically.'),
		page: 'control'
	},
	denied: {
		title: _('The network refuses the SIM card'),
		advice: _('Check the contract, roaming, and whether the allowed bands and technologies belong to it.'),
		page: 'control'
	},
	radio_off: {
		title: _('The radio is switched off'),
		advice: _('Restart the modem.'),
		page: 'control'
	},
	sim_missing: {
		title: _('No SIM card'),
		advice: _('Insert a SIM card, or take it out and put it in again: it may make no contact.')
	},
	pin_required: {
		title: _('The SIM card waits for its PIN'),
		advice: _('Enter the PIN.'),
		page: 'control'
	},
	puk_required: {
		title: _('The SIM card is blocked'),
		advice: _('Enter the PUK and a new PIN. The operator knows the PUK.'),
		page: 'control'
	},
	sim_failure: {
		title: _('The SIM card cannot be used'),
		advice: _('Try it in a phone, clean it or replace it. Some modems take only the cards of one operator.')
	},
	starting: {
		title: _('The modem is starting'),
		advice: _('Wait a minute.')
	},
	port_silent: {
		title: _('The modem does not answer'),
		advice: _('It may be starting. If this lasts, choose another port, or take its power away for a moment.'),
		page: 'settings'
	},
	port_busy: {
		title: _('Another program is using the AT port'),
		advice: _('Stop that program, for example ModemManager, or let it finish.')
	},
	no_port: {
		title: _('The modem has no AT port'),
		advice: _('A kernel driver may be missing, or its USB mode may have no such port.'),
		page: 'settings'
	},
	driver_missing: {
		title: _('A kernel driver for the modem is missing'),
		advice: _('Install the package that is named, then plug the modem in again or restart the router.')
	},
	storage_mode: {
		title: _('The modem shows itself as a disk'),
		advice: _('Install the package usb-modeswitch, then plug the modem in again.')
	},
	no_at_port: {
		title: _('The USB mode of the modem has no AT port'),
		advice: _('What it is connected by works without one. To see its signal here, choose another USB mode.')
	},
	hilink: { title: _('This stick is a router of its own: nothing is wrong') },
	needs_login: {
		title: _('The stick tells its values only after a login'),
		advice: _(
			'Give its password on the page Settings, or switch off on its own web pages that reading needs one.'
		)
	},
	no_modem: {
		title: _('No modem found'),
		advice: _('Plug it in and wait half a minute. If it does not appear, a driver may be missing.'),
		page: 'checkup'
	}
};

/** In a network, while nothing of the router uses the modem. @type {Words} */
const unused = {
	title: _('In the network, but no interface uses the modem'),
	advice: _('The router can be set up for it step by step.'),
	page: 'setup'
};

/** @type {Record<TroubleCode, Words>} */
const troubles = {
	no_modem: statuses.no_modem,
	no_port: statuses.no_port,
	port_busy: statuses.port_busy,
	port_silent: statuses.port_silent,
	port_slow: {
		title: _('The modem answers too slowly'),
		advice: _('It may be starting. If this lasts, choose another port, or take its power away for a moment.'),
		page: 'settings'
	},
	port_stuck: statuses.port_silent,
	no_job: { title: _('This job is not known any more') },
	no_history: { title: _('Nothing is known of the past') },
	job_running: { title: _('Another job is at work'), advice: _('Wait until it is done.') },
	job_lost: { title: _('A job ended without a result'), advice: _('Look what holds now.') },
	job_cancelled: { title: _('The job was cancelled') },
	no_lock: {
		title: _('The AT port cannot be locked'),
		advice: _('Install the program flock.')
	},
	modem_not_found: {
		title: _('This modem is gone'),
		advice: _('It may be restarting. Wait a moment, or choose another one.')
	},
	several_modems: { title: _('There are several modems'), advice: _('Choose one of them.') },
	port_missing: {
		title: _('The AT port does not exist'),
		advice: _('Choose another port.'),
		page: 'settings'
	},
	port_lost: {
		title: _('The modem vanished while it was asked'),
		advice: _('It may have restarted. The page tries again by itself.')
	},
	not_supported: {
		title: _('This modem cannot do that'),
		advice: _('Nothing was changed.')
	},
	refused_by_modem: {
		title: _('The modem refused'),
		advice: _('Nothing was changed. Check the value; some modems accept it only after a restart.')
	},
	not_understood: {
		title: _('The modem answered something unexpected'),
		advice: _('Nothing was changed. Try again.')
	},
	invalid_argument: { title: _('This value is not possible'), advice: _('Nothing was changed. Correct it.') },
	unknown_method: {
		title: _('The modem service is older than this page'),
		advice: _('Update the package rpcd-mod-modem.')
	},
	not_stored: {
		title: _('The router cannot remember what is tried'),
		advice: _('Nothing was sent. Make room in /etc, or see why it cannot be written.')
	},
	model_invalid: {
		title: _('The description of this modem has a mistake'),
		advice: _('Correct the file in /etc/modem/models.')
	},
	deadline: { title: _('The modem took too long'), advice: _('Try again in a moment.') },
	internal: {
		title: _('The modem service failed'),
		advice: _('Try again, and report it with the text below.')
	},
	no_answer: {
		title: _('No answer came from the modem service'),
		advice: _('The page tries again by itself. If this lasts, restart rpcd or the router.')
	},
	unconfirmed: {
		title: _('No answer came to the change'),
		advice: _('It may have been made. Read again before you repeat it.')
	},
	denied: {
		title: _('You are not allowed to do this'),
		advice: _('Your login lacks an access group of the modem. The administrator can grant it.')
	},
	no_backend: {
		title: _('The modem service is not running'),
		advice: _('Install the package rpcd-mod-modem and restart rpcd.')
	},
	no_rpcd: {
		title: _('The program rpcd is not running on the router'),
		advice: _('The page tries again by itself. If this lasts: service rpcd restart, or restart the router.')
	},
	session_over: {
		title: _('The session is over'),
		advice: _('Load the page anew and log in again.')
	},
	unreachable: {
		title: _('The router does not answer'),
		advice: _('Check the connection to the router. The page tries again by itself.')
	}
};

/**
 * The entry of a table; what a newer backend says comes out as it is.
 * @param {Record<string, string>} table
 * @param {string} key
 */
const entry = (table, key) => table[key] ?? key;

/** @param {number} value @param {readonly string[]} units Each a thousand times the one before. */
function scaled(value, units) {
	let [shown, unit] = [value, 0];
	for (; shown >= 1000 && unit < units.length - 1; unit++) shown /= 1000;
	return `${shown >= 100 || unit === 0 ? Math.round(shown) : shown.toFixed(1)} ${units[unit]}`;
}

return baseclass.extend({
	/**
	 * @param {StatusWord} word
	 * @param {import('modem.api').ConnectionState} [connection] Where it is known.
	 * @returns {Words}
	 */
	status: (word, connection) =>
		word === 'registered' && connection === 'not_configured' ? unused : (statuses[word] ?? { title: word }),

	/** @param {Trouble} trouble @returns {Words} */
	trouble: trouble =>
		(trouble.isRead ? readings.of(trouble.code) : undefined) ??
		troubles[trouble.code] ?? { title: trouble.code },

	/**
	 * Whether an error is one of ours; everything else is a fault of the page.
	 * @param {unknown} error
	 * @returns {error is Trouble}
	 */
	isTrouble: error => typeof error === 'object' && error !== null && 'code' in error && 'message' in error,

	/** @param {import('modem.api').Rat} rat */
	rat: rat => entry(names.rats, rat),

	/** @param {import('modem.api').SimState} state */
	sim: state => entry(names.sims, state),

	/** @param {import('modem.api').RegistrationState} state */
	registration: state => entry(names.registrations, state),

	/** @param {import('modem.api').ConnectionState} state */
	connection: state => entry(names.connections, state),

	/**
	 * `B3`, `n78`.
	 * @param {string} rat
	 * @param {number} band
	 */
	band: (rat, band) => (/^nr/.test(rat) ? 'n' : 'B') + band,

	/**
	 * `2 d 3 h`, `5 min`, `40 s`: the two largest units.
	 * @param {number} seconds
	 */
	duration(seconds) {
		const whole = Math.floor(seconds);
		const parts = [
			[Math.floor(whole / 86400), _('%d d')],
			[Math.floor(whole / 3600) % 24, _('%d h')],
			[Math.floor(whole / 60) % 60, _('%d min')],
			[whole % 60, _('%d s')]
		];
		const first = parts.findIndex(([count]) => Number(count) > 0);
		if (first < 0) return _('%d s').format(0);
		return parts
			.slice(first, first + 2)
			.filter(([count]) => Number(count) > 0)
			.map(([count, text]) => String(text).format(count ?? 0))
			.join(' ');
	},

	/** @param {number} bytes `1.2 GB`: decimal units. */
	bytes: bytes => scaled(bytes, ['B', 'kB', 'MB', 'GB', 'TB']),

	/** @param {number} bits Bits per second, `1.2 Mbit/s`. */
	rate: bits => scaled(bits, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'])
});
