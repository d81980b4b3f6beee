'use strict';
'require baseclass';
'require modem.quality as quality';
'require modem.status.carriers as carriers';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').ModemInfo} ModemInfo
 * @typedef {import('modem.api').StatusReply} StatusReply
 * @typedef {import('modem.ui.parts').Mood} Mood
 */

const el = element.create;

/** States that are no fault and need no hand. */
const moods = /** @type {Record<string, Mood>} */ ({
	connected: 'good',
	registered: 'warn',
	searching: 'busy',
	starting: 'busy',
	not_registered: 'warn',
	pin_required: 'warn'
});

/** States in which the modem itself has to be seen to before an interface is of use. */
const unready = [
	'no_modem',
	'storage_mode',
	'driver_missing',
	'no_at_port',
	'no_port',
	'starting',
	'port_busy',
	'port_silent'
];

/**
 * What the four values say together, where it is not what the bars say alone.
 * @param {ModemInfo} info
 */
function verdict({ signal }) {
	const strong = quality.level('rsrp', signal.rsrp);
	const clean = quality.level('sinr', signal.sinr);
	if (strong === 0 || clean === 0) return null;
	if (strong >= 3 && clean === 1)
		return _('Strong, but disturbed by other cells: turn the antenna, or try other bands.');
	if (strong === 1 && clean >= 3) return _('Weak, but clean: more height or a better antenna would help.');
	if (strong === 1 && clean === 1) return _('Weak and disturbed: look for a better place for the antenna.');
	return null;
}

/**
 * Technology and the bands in use: `4G LTE-A · B3 + B20`.
 * @param {ModemInfo} info
 */
function technology(info) {
	const active = info.carriers.filter(({ active }) => active);
	const used = active.map(carrier => carriers.name(carrier)).join(' + ');
	return [info.rat === null ? null : words.rat(info.rat), used].filter(Boolean).join(' · ');
}

/**
 * The sentence below the state: how the connection stands.
 * @param {ModemInfo} info
 */
function connection({ connection: { interface: name, addresses, uptime_s: uptime } }) {
	if (name === null || addresses[0] === undefined || uptime === null) return null;
	return _('%s has the address %s, for %s.').format(name, addresses[0], words.duration(uptime));
}

return baseclass.extend({
	/**
	 * The first look: the state in words with the next step, operator, technology and bars.
	 * @param {Pick<StatusReply, 'status'> | null} status Null while it is not read.
	 * @param {ModemInfo | null} info Null without a modem.
	 */
	of(status, info) {
		const known = status
			? words.status(status.status, info?.connection.state)
			: /** @type {import('modem.words').Words} */ ({ title: _('Reading the modem …') });
		const isTried = info?.login !== undefined && info.login !== 'needed';
		const {
			title,
			advice,
			page: where
		} = isTried
			? {
					...known,
					advice: _('The check-up says why nobody is logged in.'),
					page: /** @type {const} */ ('checkup')
				}
			: known;
		const strength = info ? quality.strength(info.signal) : null;
		const level = strength ? quality.level(strength.quantity, strength.value) : 0;
		const operator = info?.operator.name;
		const roaming = info?.registration.state === 'roaming';
		const isUnused =
			status !== null &&
			info?.connection.state === 'not_configured' &&
			where !== 'setup' &&
			!unready.includes(status.status);
		const isServed = info !== null && info.rat !== null;
		return el(
			'div',
			{ class: 'cm-summary' },
			parts.note(status ? (moods[status.status] ?? 'bad') : 'busy', [
				el('strong', status ? { 'data-status': status.status } : { class: 'spinning' }, title),
				advice
					? el('p', {}, advice, ' ', where ? page.link(where) : null)
					: info
						? el('p', {}, connection(info))
						: null,
				isUnused
					? el('p', {}, _('No interface of the router uses this modem yet.'), ' ', page.link('setup'))
					: null
			]),
			isServed
				? el(
						'div',
						{ class: 'cm-operator' },
						parts.bars(level),
						el(
							'div',
							{},
							el('b', {}, operator ?? '', roaming ? ` (${_('roaming')})` : null),
							el('div', {}, technology(info)),
							el('div', { class: 'cm-word' }, verdict(info) ?? _('Signal: %s').format(quality.word(level)))
						)
					)
				: null
		);
	},

	technology
});
