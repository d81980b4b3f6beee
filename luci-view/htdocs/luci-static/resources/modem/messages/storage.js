'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.fold as fold';
'require modem.ui.parts as parts';

/** @typedef {import('modem.api').StorageUse} StorageUse */
/** @typedef {import('modem.api').StorageName} StorageName */

const el = element.create;

const names = /** @type {Record<string, string>} */ ({
	SM: _('SIM card'),
	ME: _('modem'),
	MT: _('SIM card and modem'),
	SR: _('reports of deliveries')
});

/** @param {string} name */
const nameOf = name => (names[name] === undefined ? name : `${names[name]} (${name})`);

return baseclass.extend({
	/**
	 * How full each storage is, with a warning where nothing more can come in.
	 * @param {readonly StorageUse[]} storages
	 */
	use(storages) {
		const full = storages.filter(one => one.full).map(({ storage }) => nameOf(storage));
		const known = storages.filter(({ used }) => used !== null);
		return [
			full.length > 0
				? parts.note('warn', [
						el('strong', {}, _('Full: %s.').format(full.join(', '))),
						el('p', {}, _('No further message comes in until some are deleted.'))
					])
				: null,
			known.length > 0
				? el('p', {}, [
						known
							.map(({ storage, used, total }) =>
								total === null
									? `${nameOf(storage)}: ${used}`
									: _('%s: %d of %d places are taken').format(nameOf(storage), used ?? 0, total)
							)
							.join(' · ')
					])
				: null
		];
	},

	/**
	 * Where messages are kept and through whom they are sent, read when it is opened.
	 * @param {string} modem
	 * @param {() => Promise<unknown>} again Reads the messages anew.
	 */
	settings(modem, again) {
		async function show() {
			const told = await calls.read(() => api.message_storage(modem));
			const result = change.place();
			const choice = parts.select(
				told.possible.map(name => [name, nameOf(name)]),
				told.current.receive,
				{ change: () => arrange() }
			);
			const number = parts.input({
				type: 'tel',
				pattern: '[+]?[0-9]{3,20}',
				required: true,
				value: told.service_centre ?? '',
				input: () => arrange()
			});
			const keep = parts.button(_('Keep them there'), 'action', () =>
				result
					.attempt(async () => {
						const name = /** @type {StorageName} */ (choice.value);
						const done = await calls.write(() => api.set_message_storage(modem, name));
						told.current = done.after ?? done.before;
						result.done(done, _('New messages are kept here: %s.').format(nameOf(told.current.receive)));
						await again();
					})
					.then(arrange)
			);
			const set = parts.button(_('Set the service centre'), 'action', () =>
				result
					.attempt(async () => {
						const done = await calls.write(() => api.set_service_centre(modem, number.value));
						told.service_centre = done.after ?? done.before;
						result.done(done, _('Messages are sent through %s.').format(told.service_centre ?? '?'));
					})
					.then(arrange)
			);
			/** Buttons are active when they would change something; tells whether any is. */
			function arrange() {
				const { list, write, receive } = told.current;
				keep.disabled = [list, write, receive].every(name => name === choice.value);
				set.disabled = !number.validity.valid || number.value === told.service_centre;
				return !(keep.disabled && set.disabled);
			}
			arrange();
			return [
				told.possible.length > 1
					? el('div', { class: 'cm-form' }, parts.field(_('Storage of new messages'), choice), keep)
					: el('p', {}, _('New messages are kept here: %s.').format(nameOf(told.current.receive))),
				el('div', { class: 'cm-form' }, parts.field(_('Service centre'), number), set),
				el(
					'p',
					{},
					_('The number of the service centre comes with the SIM card. A wrong one stops all sending.')
				),
				result.node
			];
		}
		return fold.create(_('Where messages are kept'), _('storage, service centre'), show, 'messages').node;
	}
});
