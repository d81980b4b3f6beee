'use strict';
'require baseclass';
'require modem.names as names';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').JournalEntry} JournalEntry
 * @typedef {import('modem.api').JournalKind} JournalKind
 */

const el = element.create;

const kinds = /** @type {Record<JournalKind, string>} */ ({
	watch: _('Connection care'),
	presence: _('Modem'),
	sim: _('SIM card'),
	registration: _('Registration'),
	operator: _('Operator'),
	technology: _('Technology'),
	bands: _('Bands'),
	cell: _('Cell'),
	connection: _('Connection'),
	rung: _('Done by itself')
});

/** What is said of a kind, where it has words of its own. @type {Partial<Record<JournalKind, Record<string, string>>>} */
const tables = {
	watch: { started: _('began') },
	presence: { present: _('there'), absent: _('gone') },
	sim: names.sims,
	registration: names.registrations,
	technology: names.rats,
	connection: {
		absent: _('gone'),
		silent: _('silent'),
		no_sim: _('no SIM card'),
		denied: _('refused by the network'),
		searching: _('searching'),
		registered: _('in the network, not connected'),
		connected: _('connected')
	},
	rung: names.rungs
};

/** @param {JournalEntry} entry */
function when({ time, age_s: age }) {
	if (time === null && age === null) return _('before the clock was set');
	const at = time === null ? Date.now() - 1000 * (age ?? 0) : 1000 * time;
	return new Date(at).toLocaleString(document.documentElement.lang || undefined, {
		day: 'numeric',
		month: 'short',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit'
	});
}

/** @param {JournalEntry} entry */
function what({ kind, from, to, why }) {
	const word = (/** @type {string | null} */ text) =>
		text === null ? _('not known') : (tables[kind]?.[text] ?? text);
	const isChange = kind !== 'rung' && kind !== 'watch' && from !== null;
	return [
		isChange ? `${word(from)} → ${word(to)}` : word(to),
		why === null ? null : el('div', {}, el('small', {}, why))
	];
}

return baseclass.extend({
	/** What has changed and what was done, the newest first. @param {readonly JournalEntry[]} entries */
	of: entries =>
		entries.length === 0
			? el('p', {}, _('Nothing has changed since the care began.'))
			: parts.table(
					_('Journal'),
					[_('When'), _('What'), _('Change')],
					[...entries].reverse().map(entry => [when(entry), kinds[entry.kind] ?? entry.kind, what(entry)])
				)
});
