'use strict';
'require form';
'require modem.api as api';
'require modem.bands.remembered as remembered';
'require modem.calls as calls';
'require modem.control.technology as technology';
'require modem.names as names';
'require modem.pace as pace';
'require modem.settings.adding as adding';
'require modem.settings.reached as reached';
'require modem.spectrum as spectrum';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.unknown as unknown';
'require modem.words as words';
'require tools.widgets as widgets';
'require view';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.ui.page').Opened} Opened
 */

const el = element.create;

/** @type {readonly import('modem.api').AccessMode[]} */
const accessModes = ['auto', 'lte', 'umts', 'gsm', 'nr', 'lte_nr', 'umts_lte', 'umts_lte_nr', 'gsm_umts_lte'];

/** @type {readonly import('modem.api').NrMode[]} */
const nrModes = ['all', 'sa', 'nsa'];

/** What can be set, by the name of its step. */
const titles = /** @type {Record<string, string>} */ (names.wishes);

const bandLists = /** @type {const} */ (['lte', 'nr_nsa', 'nr_sa']);

const unread = _('Those of the modem are offered here once the page Bands has read them.');

/** @typedef {Record<(typeof bandLists)[number], number[]>} OwnBands */

/**
 * The bands a modem has, as it was seen before or says now; a watched one is not asked. Null where that is not known.
 * @param {ListedModem} listed
 */
async function supportedBy(listed) {
	const known = remembered.of(listed);
	if (known !== null || (await pace.oldest(listed.modem)) !== null) return known;
	try {
		const { supported } = await calls.read(() => api.bands(listed.modem));
		remembered.keep(listed, supported);
		return supported;
	} catch (error) {
		if (!words.isTrouble(error)) throw error;
		return null;
	}
}

/**
 * The bands the modems have, of each technology; none where none of them says.
 * @param {readonly ListedModem[]} modems
 */
async function bandsOf(modems) {
	/** @type {OwnBands} */
	const own = { lte: [], nr_nsa: [], nr_sa: [] };
	for (const listed of modems) {
		const supported = listed.port === null ? null : await supportedBy(listed);
		for (const rat of bandLists)
			own[rat] = [...new Set([...own[rat], ...(supported?.[rat] ?? [])])].sort((a, b) => a - b);
	}
	return own;
}

/**
 * A check of a text against a pattern.
 * @param {RegExp} pattern
 * @param {string} message
 * @returns {(section: string, value: string) => true | string}
 */
const matches = (pattern, message) => (_section, value) => value === '' || pattern.test(value) || message;

/** Where modems are plugged in, with who is there. @param {readonly ListedModem[]} modems */
const placesOf = modems =>
	modems.map(listed => /** @type {const} */ ([listed.path, `${listed.path} · ${page.modelOf(listed)}`]));

/** @param {readonly ListedModem[]} modems @param {OwnBands} own */
function mapOf(modems, own) {
	const map = new form.Map(
		'modem',
		_('Settings'),
		_(
			'Modems are found automatically. A section gives one a name, corrects what was found, and says how it should work.'
		)
	);
	const section = map.section(form.TypedSection, 'modem', _('Modems'));
	section.addremove = true;
	section.anonymous = false;
	section.addbtntitle = _('Add a modem by name');
	adding.of(section, modems);
	section.tab('device', _('Device'));
	section.tab('network', _('Network'), _('What is left empty stays as the modem has it.'));

	const path = section.taboption(
		'device',
		form.Value,
		'path',
		_('Place'),
		_('Where it is plugged in, as /sys/bus/usb/devices or /sys/bus/pci/devices shows it.')
	);
	for (const [place, text] of placesOf(modems)) path.value(place, text);

	const port = section.taboption(
		'device',
		form.Value,
		'port',
		_('AT port'),
		_('Only when the one that was found is not the right one.')
	);
	for (const one of modems.flatMap(({ ports }) => ports)) port.value(one);
	port.validate = matches(/^\/dev\/[\w.-]+(?:\/[\w.-]+)?$/, _('A port looks like /dev/ttyUSB2.'));

	const looksGood = matches(/^[\w.:-]{1,40}$/, _('A place looks like 1-1 or 0000:01:00.0.'));
	path.validate = (name, value) =>
		value === '' && !port.formvalue(name)
			? _('The place, or the AT port, says which modem is meant.')
			: looksGood(name, value);

	section.taboption(
		'device',
		widgets.NetworkSelect,
		'network',
		_('Interface'),
		_('The interface in the network settings that uses this modem.')
	).validate = matches(/^[\w.-]{1,32}$/, _('A name of letters and digits.'));

	const enabled = section.taboption('device', form.Flag, 'enabled', _('Use this modem'));
	enabled.default = '1';

	const address = section.taboption(
		'device',
		form.Value,
		'address',
		_('Address of the pages of a stick'),
		_('Only where it is not the gateway of its interface. Nothing is asked outside the network of that.')
	);
	address.datatype = 'ip4addr("nomask")';

	const user = section.taboption(
		'device',
		form.Value,
		'user',
		_('Name for the pages of a stick'),
		_('A stick that is a router of its own may want a login. What is left empty is admin.')
	);
	user.placeholder = 'admin';
	user.validate = matches(/^[^\p{Cc}]{1,64}$/u, _('1 to 64 characters.'));

	const password = section.taboption(
		'device',
		form.Value,
		'password',
		_('Password for the pages of a stick'),
		_(
			'Sent once where the stick asks for it, and not again once it was refused. Stored as plain text that the administrator can read.'
		)
	);
	password.password = true;
	password.validate = matches(/^[^\p{Cc}]{1,64}$/u, _('1 to 64 characters.'));

	const pin = section.taboption(
		'device',
		form.Value,
		'pin',
		'PIN',
		_('Given to the card once, when it asks for it. Stored as plain text that the administrator can read.')
	);
	pin.password = true;
	pin.validate = matches(/^\d{4,8}$/, _('A PIN has 4 to 8 digits.'));

	const mode = section.taboption('network', form.ListValue, 'mode', technology.title);
	mode.optional = true;
	mode.placeholder = _('as the modem has it');
	for (const value of accessModes) mode.value(value, technology.modeText(value));

	const nr = section.taboption('network', form.ListValue, 'nr_mode', _('Kind of 5G'));
	nr.optional = true;
	nr.placeholder = _('as the modem has it');
	for (const value of nrModes) nr.value(value, technology.nrText(value));

	for (const rat of bandLists) {
		const title = titles[`bands.${rat}`] ?? rat;
		const help = own[rat].length > 0 || modems.length === 0 ? undefined : unread;
		const list = section.taboption('network', form.DynamicList, `bands_${rat}`, title, help);
		for (const band of own[rat])
			list.value(
				String(band),
				`${words.band(rat, band)} · ${spectrum.text(rat === 'lte' ? 'lte' : 'nr', band)}`
			);
		list.validate = (_section, value) =>
			own[rat].length > 0 && !own[rat].includes(Number(value)) && value !== ''
				? _('The modem has these bands: %s.').format(own[rat].join(', '))
				: matches(/^[1-9]\d{0,2}$/, _('Bands are numbers.'))(_section, value);
	}

	const lock = section.taboption(
		'network',
		form.Value,
		'lock_lte',
		_('Bind to an LTE cell'),
		_('Channel, and the PCI if only one cell is meant: 1300 211')
	);
	lock.validate = matches(/^\d{1,7}( \d{1,4})?$/, _('One or two numbers.'));
	const lockNr = section.taboption(
		'network',
		form.Value,
		'lock_nr',
		_('Bind to a 5G cell'),
		_('Channel, PCI, band and subcarrier spacing: 640996 940 78 30')
	);
	lockNr.validate = matches(/^\d{1,7}( \d{1,4}){0,3}$/, _('One to four numbers.'));
	return map;
}

return view.extend({
	load: () => page.open('modem-control'),

	async render(opened) {
		const { list, trouble } = opened;
		const modems = list?.modems ?? [];
		const mayRead = trouble?.code !== 'denied' && opened.right !== 'none';
		const strangers = mayRead ? modems.filter(modem => unknown.is(modem)) : [];
		const notes = [];
		for (const modem of strangers) notes.push(await page.stranger(modem));
		const mayWrite = (opened.right ?? 'write') === 'write';
		return el(
			'div',
			{ class: 'cm-page' },
			trouble ? page.trouble(trouble) : null,
			opened.right === 'none' ? page.closed(opened.group ?? '') : null,
			mayRead && !mayWrite ? page.readOnly() : null,
			mayRead ? await mapOf(modems, await bandsOf(modems)).render() : null,
			mayRead && modems.length > 0 && mayWrite ? reached.part(modems, titles) : null,
			notes
		);
	}
});
