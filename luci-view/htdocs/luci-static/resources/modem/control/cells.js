'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.quality as quality';
'require modem.trial.offer as trial';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').CellLock} CellLock
 * @typedef {import('modem.api').SeenCell} SeenCell
 * @typedef {{ rat: 'lte' | 'nr', channel: number, pci: number | null, band: number | null, scs_khz: number | null }} Wish
 */

const el = element.create;

const roles = { serving: _('serving'), secondary: _('secondary'), neighbour: _('neighbour') };

/** @param {Pick<CellLock, 'rat' | 'channel' | 'pci'>} lock */
const lockText = ({ rat, channel, pci }) =>
	pci === null
		? _('%s channel %d').format(rat === 'nr' ? '5G' : 'LTE', channel)
		: _('%s channel %d, PCI %d').format(rat === 'nr' ? '5G' : 'LTE', channel, pci);

/** @param {readonly CellLock[]} locks */
const locksText = locks =>
	locks.length === 0
		? _('The modem is free to choose its cell.')
		: _('The modem is bound to %s.').format(locks.map(lockText).join('; '));

/** @param {'rsrp' | 'rsrq' | 'sinr'} quantity @param {number | null} value */
const measured = (quantity, value) =>
	value === null ? null : `${quality.number(value)} ${quality.unit(quantity)}`;

/**
 * The cells the modem hears, each with what binds the modem to it.
 * @param {readonly SeenCell[]} cells
 * @param {(cell: SeenCell) => Content} button
 */
const table = (cells, button) =>
	parts.table(
		_('Cells'),
		[_('Cell'), _('Band'), _('Channel'), 'PCI', 'RSRP', 'RSRQ', 'SINR', ''],
		cells.map(cell => [
			roles[cell.role],
			cell.band === null ? cell.rat.toUpperCase() : words.band(cell.rat, cell.band),
			cell.channel,
			cell.pci,
			measured('rsrp', cell.rsrp),
			measured('rsrq', cell.rsrq),
			measured('sinr', cell.sinr),
			button(cell)
		])
	);

/** @param {string} text */
const numberOf = text => (text.trim() === '' ? null : Number(text));

/**
 * Fields for a cell the modem does not hear now.
 * @param {readonly CellLock['rat'][]} rats
 * @param {(wish: Wish) => Promise<unknown>} lock
 */
function manual(rats, lock) {
	const digits = { inputmode: 'numeric', pattern: '[0-9]*' };
	const rat = parts.select(
		rats.map(one => [one, one === 'nr' ? '5G' : 'LTE']),
		rats[0] ?? null,
		{ change: () => arrange() }
	);
	const channel = parts.input({ ...digits, required: true, placeholder: 'EARFCN, NR-ARFCN' });
	const pci = parts.input({ ...digits, placeholder: _('empty: any') });
	const band = parts.input(digits);
	const scs = parts.select(
		['15', '30', '60', '120', '240'].map(khz => [khz, `${khz} kHz`]),
		'30'
	);
	const own = [parts.field(_('Band'), band), parts.field(_('Subcarrier spacing'), scs)];
	const arrange = () => {
		for (const field of own) field.hidden = rat.value !== 'nr';
	};
	arrange();
	const form = parts.form(
		[parts.field(_('Technology'), rat), parts.field(_('Channel'), channel), parts.field('PCI', pci), own],
		_('Bind'),
		'action',
		() => {
			const isNr = rat.value === 'nr';
			return lock({
				rat: isNr ? 'nr' : 'lte',
				channel: Number(channel.value),
				pci: numberOf(pci.value),
				band: isNr ? numberOf(band.value) : null,
				scs_khz: isNr ? Number(scs.value) : null
			});
		}
	);
	return el('details', {}, el('summary', {}, _('Bind to another cell')), form);
}

return baseclass.extend({
	title: _('Cells and cell lock'),
	about: _('cells in reach, binding to one'),
	needs: /** @type {const} */ (['cells', 'cell_lock']),

	/** The cells in reach and what the modem is bound to. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite, can, isConnected, begin }) {
		const seen = can('cells')?.read ? await calls.read(() => api.cells(modem)) : null;
		const bound = can('cell_lock')?.read ? await calls.read(() => api.cell_lock(modem)) : null;
		const mayLock = mayWrite && can('cell_lock')?.write === true;
		const rats = bound?.rats ?? [];
		const result = change.place(job => begin(job, 'lock_cell'));
		const offer = trial.create(isConnected);
		const state = el('p', {}, bound ? locksText(bound.locks) : null);
		const free = parts.button(_('Free the modem'), 'action', () =>
			result.attempt(async () => after(await calls.write(() => api.unlock_cell(modem))))
		);
		free.hidden = (bound?.locks.length ?? 0) === 0;

		/** @param {import('modem.api').CellLockChange} reply */
		function after(reply) {
			const locks = reply.after ?? reply.before;
			element.fill(state, locksText(locks));
			free.hidden = locks.length === 0;
			result.done(reply, locksText(locks));
		}

		/** @param {Wish} wish @param {readonly Wish[]} [also] Further cells of the same technology. */
		const lock = async (wish, also = []) => {
			if (!offer.check()) return;
			const way = offer.sentence();
			const sentences = [
				_('The modem will use %s and no other.').format([wish, ...also].map(lockText).join('; ')),
				also.length > 0
					? _('If all of them fail or the modem is moved, there is no connection until you free it here.')
					: _('If this cell fails or the modem is moved, there is no connection until you free it here.'),
				...(way === null ? [] : [way])
			];
			if (
				!(await dialog.confirm(
					also.length > 0 ? _('Bind the modem to these cells?') : _('Bind the modem to one cell?'),
					sentences,
					_('Bind')
				))
			)
				return;
			const { rat, channel, pci, band, scs_khz: scs } = wish;
			const terms = offer.terms();
			const more = also.map(({ channel: at, pci: cell }) => ({ channel: at, pci: cell ?? 0 }));
			await result.attempt(
				async () =>
					after(
						await calls.write(() =>
							api.lock_cell(
								modem,
								rat,
								channel,
								pci ?? undefined,
								band ?? undefined,
								/** @type {15 | 30 | 60 | 120 | 240 | undefined} */ (scs ?? undefined),
								more.length > 0 ? more : undefined,
								...terms
							)
						)
					),
				terms.length > 0
			);
		};

		/** The wish for a cell of the list; null where it cannot be bound to. @param {SeenCell} cell */
		const wishFor = ({ rat, channel, pci, band, scs_khz }) =>
			!mayLock || channel === null || (rat !== 'lte' && rat !== 'nr') || !rats.includes(rat)
				? null
				: { rat, channel, pci, band, scs_khz };

		/** Cells to choose several of: the modem can be bound to more than one of their technology. */
		const boxes = /** @type {Map<HTMLInputElement, Wish>} */ (new Map());
		const ticked = () => [...boxes].flatMap(([box, wish]) => (box.checked ? [wish] : []));
		const several = parts.button(_('Bind to those chosen'), 'action', async () => {
			const [first, ...others] = ticked();
			if (first) await lock(first, others);
			return canBind();
		});
		/** Whether those that are ticked can be bound to at once. */
		function canBind() {
			const wishes = ticked();
			const most = bound?.most[wishes[0]?.rat ?? 'lte'] ?? 1;
			return wishes.length > 0 && wishes.length <= most && wishes.every(({ rat }) => rat === wishes[0]?.rat);
		}
		several.disabled = true;

		/** @param {SeenCell} cell */
		const button = cell => {
			const wish = wishFor(cell);
			if (wish === null) return null;
			const one = parts.button(_('Bind'), 'action', () => lock(wish), {
				'aria-label': `${_('Bind')}: ${lockText(wish)}`
			});
			if ((bound?.most[wish.rat] ?? 1) < 2 || wish.pci === null) return one;
			const box = el('input', {
				type: 'checkbox',
				'aria-label': `${_('Choose')}: ${lockText(wish)}`,
				change() {
					several.disabled = !canBind();
				}
			});
			boxes.set(box, wish);
			return el('div', { class: 'cm-actions' }, one, box);
		};
		const found = seen && seen.cells.length > 0 ? table(seen.cells, button) : null;
		return [
			bound ? el('div', { class: 'cm-actions' }, state, mayLock ? free : null) : null,
			mayLock && rats.length > 0 ? offer.node : null,
			found ? el('div', { class: 'cm-scroll' }, found) : null,
			boxes.size > 1 ? el('div', { class: 'cm-actions' }, several) : null,
			seen && seen.cells.length === 0 ? el('p', {}, _('The modem hears no cell now.')) : null,
			mayLock && rats.length > 0 ? manual(rats, lock) : null,
			result.node
		];
	}
});
