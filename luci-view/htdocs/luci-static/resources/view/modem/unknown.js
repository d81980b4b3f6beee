'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.download as download';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.job as job';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require view';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').Probed} Probed
 * @typedef {import('modem.ui.page').Frame} Frame
 */

const el = element.create;

/** What was found out, and what to do with it. @param {Probed} probed */
function found({ fits, dialect, path, model, message }) {
	return [
		parts.table(
			_('Dialects'),
			[_('Dialect'), _('Commands answered'), _('Values')],
			fits.map(fit => [fit.dialect, _('%d of %d').format(fit.answered, fit.asked), fit.values])
		),
		el('p', { class: 'cm-detail' }, message),
		dialect === null
			? parts.note(
					'calm',
					el('p', {}, _('It speaks none of the known dialects better than the standard one.'))
				)
			: [
					el(
						'p',
						{},
						_('Put this file into its place on the router; it counts at once:'),
						' ',
						el('code', {}, path)
					),
					el('pre', { class: 'cm-detail', tabindex: '0' }, model),
					parts.button(_('Download the file'), 'action', () =>
						download.save(path.split('/').at(-1) ?? 'model.json', model)
					)
				]
	];
}

/**
 * @param {ListedModem} listed
 * @param {Frame} frame
 */
function show({ modem, model, bus, id }, frame) {
	const doing = el('p', { role: 'status' });
	const result = change.place();
	const probe = () =>
		result.attempt(async () => {
			try {
				const { job: begun } = await calls.write(() => api.probe(modem));
				const told = await job.ended(begun, progress => {
					doing.textContent = progress;
				});
				if (told) result.say(found(/** @type {Probed} */ (told)));
			} finally {
				doing.textContent = '';
			}
		});
	frame.body.replaceChildren(
		model === null ? '' : el('p', {}, _('This modem is described: %s.').format(model)),
		parts.section(_('1. What it speaks'), [
			el(
				'p',
				{},
				_(
					'The modem is asked what every dialect asks that changes nothing. It takes a minute or two, and brings a description to try.'
				)
			),
			parts.button(_('Find out'), 'action', probe),
			doing,
			result.node
		]),
		parts.section(_('2. Try it'), [
			el(
				'p',
				{},
				_('With the file in its place, load the other pages anew and look whether the values are right:')
			),
			el(
				'pre',
				{ class: 'cm-detail' },
				`modem model-check /etc/modem/models/${bus}/${id.replace(':', '')}.json`
			),
			el('p', {}, _('Take the file away, and everything is as before.'))
		]),
		parts.section(
			_('3. Let others have it'),
			el(
				'p',
				{},
				_(
					'The recording holds what the modem was asked and answered. With it the description gets into the next version, and a test keeps it right. Every step stands in docs/not-known.md of the source.'
				)
			)
		),
		download.section(modem, error => frame.fail(error))
	);
}

return view.extend({
	load: () => page.open('modem-at'),

	render: opened => page.frame(_('A modem nobody has described'), opened, show, { isClosed: true }),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
