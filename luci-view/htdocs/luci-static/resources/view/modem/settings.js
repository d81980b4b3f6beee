'use strict';
'require form';
'require modem.api as api';
'require modem.calls as calls';
'require modem.change as change';
'require modem.element as element';
'require modem.page as page';
'require modem.parts as parts';
'require view';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').ApplyStep} ApplyStep
 * @typedef {import('modem.page').Opened} Opened
 */

const el = element.create;

const accessModes = /** @type {[string, string][]} */ ([
	['auto', _('automatic, the best there is')],
	['lte', _('%s only').format('4G')],
	['umts', _('%s only').format('3G')],
	['gsm', _('%s only').format('2G')],
	['nr', _('%s only').format('5G')],
	['lte_nr', '4G + 5G'],
	['umts_lte', '3G + 4G'],
	['umts_lte_nr', '3G + 4G + 5G'],
	['gsm_umts_lte', '2G + 3G + 4G']
]);

const bandLists = /** @type {[string, string][]} */ ([
	['bands_lte', _('%s bands').format('4G LTE')],
	['bands_nr_nsa', _('%s bands').format('5G NSA')],
	['bands_nr_sa', _('%s bands').format('5G SA')]
]);

/**
 * A check of a text against a pattern.
 * @param {RegExp} pattern
 * @param {string} message
 * @returns {(section: string, value: string) => true | string}
 */
const matches = (pattern, message) => (_section, value) => value === '' || pattern.test(value) || message;

/** Where modems without a name are plugged in: `usb-1-1` is at `1-1`. @param {readonly ListedModem[]} modems */
const placesOf = modems =>
	modems.flatMap(({ modem, model, product, id }) => {
		const path = /^(?:usb|pci)-(.+)$/.exec(modem)?.[1];
		return path === undefined ? [] : [/** @type {const} */ ([path, `${path} · ${model ?? product ?? id}`])];
	});

/** @param {readonly ListedModem[]} modems */
function mapOf(modems) {
	const map = new form.Map(
		'modem',
		_('Settings'),
		_(
			'Modems are found by themselves. A section names one, corrects what was found, and says how it shall work.'
		)
	);
	const section = map.section(form.TypedSection, 'modem', _('Modems'));
	section.addremove = true;
	section.anonymous = false;
	section.addbtntitle = _('Add a modem by name');
	section.tab('device', _('Device'));
	section.tab('network', _('Network'), _('What is empty here stays as the modem has it.'));

	const path = section.taboption(
		'device',
		form.Value,
		'path',
		_('Place'),
		_('Where it is plugged in, as /sys/bus/usb/devices or /sys/bus/pci/devices shows it.')
	);
	for (const [place, text] of placesOf(modems)) path.value(place, text);
	path.validate = matches(/^[\w.:-]{1,40}$/, _('A place looks like 1-1 or 0000:01:00.0.'));

	const port = section.taboption(
		'device',
		form.Value,
		'port',
		_('AT port'),
		_('Only when the one that was found is not the right one.')
	);
	for (const one of modems.flatMap(({ ports }) => ports)) port.value(one);
	port.validate = matches(/^\/dev\/[\w.-]+(?:\/[\w.-]+)?$/, _('A port looks like /dev/ttyUSB2.'));

	section.taboption(
		'device',
		form.Value,
		'network',
		_('Interface'),
		_('The one in the network settings that uses the modem.')
	).validate = matches(/^[\w.-]{1,32}$/, _('A name of letters and digits.'));

	const enabled = section.taboption('device', form.Flag, 'enabled', _('Use this modem'));
	enabled.default = '1';

	const pin = section.taboption(
		'device',
		form.Value,
		'pin',
		'PIN',
		_('Given to the card when it asks for it, once. Stored readable for the administrator.')
	);
	pin.password = true;
	pin.validate = matches(/^\d{4,8}$/, _('A PIN has 4 to 8 digits.'));

	const mode = section.taboption('network', form.ListValue, 'mode', _('Technology'));
	mode.optional = true;
	for (const [value, text] of accessModes) mode.value(value, text);

	const nr = section.taboption('network', form.ListValue, 'nr_mode', _('Kind of 5G'));
	nr.optional = true;
	nr.value('all', _('both kinds of 5G'));
	nr.value('sa', _('5G SA only, alone'));
	nr.value('nsa', _('5G NSA only, beside LTE'));

	for (const [name, title] of bandLists)
		section.taboption('network', form.DynamicList, name, title).validate = matches(
			/^[1-9]\d{0,2}$/,
			_('Bands are numbers.')
		);

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

const results = {
	kept: _('is so already'),
	changed: _('changed'),
	different: _('would be changed'),
	failed: _('failed')
};

/** @param {readonly ApplyStep[]} steps */
const stepTable = steps =>
	steps.length === 0
		? el('p', {}, _('Nothing is set for this modem.'))
		: parts.table(
				_('Settings'),
				[_('What'), _('Wanted'), _('Before'), _('Result'), _('Reason')],
				steps.map(({ what, wanted, before, result, message }) => [
					what,
					wanted,
					before,
					results[result],
					message
				])
			);

/** Compares the settings with the modem, and brings it there. @param {readonly ListedModem[]} modems */
function applyPart(modems) {
	const result = change.place();
	const choice = parts.select(
		modems.map(({ modem }) => [modem, modem]),
		modems[0]?.modem ?? null
	);
	const run = (/** @type {boolean} */ dryRun) =>
		result.attempt(async () => {
			const { steps } = await calls.write(() => api.apply(choice.value, dryRun));
			result.say(stepTable(steps));
		});
	return parts.section(_('Saved settings and the modem'), [
		el('p', {}, _('Saved settings are brought to the modem when it appears, and here at once.')),
		el(
			'div',
			{ class: 'cm-actions' },
			modems.length > 1 ? parts.field(_('Modem'), choice) : null,
			parts.button(_('Compare'), 'neutral', () => run(true)),
			parts.button(_('Bring the modem there now'), 'action', () => run(false))
		),
		result.node
	]);
}

return view.extend({
	load: () => page.open(),

	async render(opened) {
		const { list, trouble } = opened;
		const modems = list?.modems ?? [];
		const mayRead = trouble?.code !== 'denied';
		return el(
			'div',
			{ class: 'cm-page' },
			trouble ? page.trouble(trouble) : null,
			mayRead ? await mapOf(modems).render() : null,
			modems.length > 0 && L.hasViewPermission() !== false ? applyPart(modems) : null
		);
	}
});
