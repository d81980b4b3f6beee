'use strict';
'require baseclass';
'require modem.names as names';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').WatchReply} WatchReply
 * @typedef {import('modem.api').WatchVerdict} WatchVerdict
 * @typedef {import('modem.ui.parts').Mood} Mood
 */

const el = element.create;

const verdicts = /** @type {Record<WatchVerdict, { mood: Mood, title: string }>} */ ({
	alive: { mood: 'good', title: _('The connection is alive') },
	dead: { mood: 'bad', title: _('The connection is dead') },
	idle: { mood: 'calm', title: _('Nothing is to be done') },
	unclear: { mood: 'calm', title: _('Nothing is sent, so nothing can be said of the connection') }
});

const rungs = /** @type {Record<string, string>} */ (names.rungs);

/** @param {number | null} seconds */
const ago = seconds => (seconds === null ? null : _('%s ago').format(words.duration(seconds)));

/** What is to be said where nobody watches; null where somebody does. @param {WatchReply} reply @param {boolean} mayWrite */
function absence({ installed, configured, running }, mayWrite) {
	const cure = (/** @type {string} */ text) =>
		el('p', {}, mayWrite ? text : _('The administrator can change that.'));
	if (!installed && !running)
		return parts.note('calm', [
			el('strong', {}, _('The connection care is not installed')),
			el('p', {}, _('It watches the connection and brings it back when it dies, step by step.')),
			el('p', {}, _('Install the package modem-watch, then come back to this page.'))
		]);
	if (!configured)
		return parts.note('calm', [
			el('strong', {}, _('Nobody watches this modem')),
			cure(_('To switch it on, add a section in the settings below and save.'))
		]);
	if (!running)
		return parts.note('warn', [
			el('strong', {}, _('This modem is to be watched, but the service does not run')),
			cure(_('After saving it takes up to a minute. If this lasts: service modem-watch restart'))
		]);
	return null;
}

/** @param {WatchReply} reply */
function verdict({ verdict: word, dead_s: dead }) {
	const { mood, title } = verdicts[word ?? 'unclear'] ?? verdicts.unclear;
	return parts.note(mood, [
		el('strong', { 'data-verdict': word }, title),
		dead === null ? null : el('p', {}, _('It has been dead for %s.').format(words.duration(dead)))
	]);
}

/** @param {WatchReply['last']} last */
function deed(last) {
	if (last === null) return _('nothing yet');
	const outcome = last.done === null ? _('under way') : last.message;
	return [
		el('div', {}, `${rungs[last.rung] ?? last.rung} · ${ago(last.ago_s)}`),
		el('small', {}, [last.why, outcome].filter(Boolean).join(' '))
	];
}

/** @param {WatchReply['next']} next */
function plan(next) {
	if (next === null) return null;
	const { rung, in_s: seconds, why } = next;
	if (rung === null) return [el('div', {}, _('nothing')), el('small', {}, why)];
	const when =
		seconds === null
			? null
			: seconds === 0
				? _('with the next look')
				: _('in %s').format(words.duration(seconds));
	return [el('div', {}, [rungs[rung] ?? rung, when].filter(Boolean).join(' · ')), el('small', {}, why)];
}

/** @param {string} title @param {readonly string[]} texts @param {Mood} mood */
const list = (title, texts, mood) =>
	texts.length === 0
		? null
		: parts.note(mood, [
				el('strong', {}, title),
				el(
					'ul',
					{},
					texts.map(text => el('li', {}, text))
				)
			]);

return baseclass.extend({
	/**
	 * How the watch stands, what it did and would do, and what keeps it from that.
	 * @param {WatchReply} reply
	 * @param {boolean} mayWrite Whether the login has the settings of the care on the page.
	 */
	of(reply, mayWrite) {
		const none = absence(reply, mayWrite);
		const { since_s: since, looked_s: looked, interval_s: interval, last, next, holds, mistakes } = reply;
		return [
			none ?? verdict(reply),
			list(_('What is wrong in the settings'), mistakes, 'warn'),
			none === null ? list(_('What keeps it from acting'), holds, 'calm') : null,
			since === null
				? null
				: parts.facts([
						[_('Watched for'), words.duration(since)],
						[_('Last look'), ago(looked)],
						[_('Looks every'), interval === null ? null : words.duration(interval)],
						[_('Done last'), deed(last)],
						[_('Would do next'), plan(next)]
					])
		];
	},

	/** The last events as they were told. @param {WatchReply} reply */
	news: ({ news }) =>
		news.length === 0
			? null
			: parts.facts([...news].reverse().map(({ ago_s: seconds, text }) => [ago(seconds) ?? '', text]))
});
