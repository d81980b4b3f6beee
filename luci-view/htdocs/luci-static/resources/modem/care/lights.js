'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

const el = element.create;

return baseclass.extend({
	/** A button for each LED that has it blink, so that one sees which it is. @param {readonly string[]} leds */
	of(leds) {
		if (leds.length === 0) return el('p', {}, _('This router has no LED that may be used.'));
		const result = change.place();
		const tryOut = (/** @type {string} */ led) =>
			result.attempt(async () => {
				result.say(parts.note('busy', el('strong', {}, _('%s blinks now.').format(led))));
				const { restored } = await calls.write(() => api.try_led(led));
				result.say(
					restored
						? parts.note('good', el('p', {}, _('%s stands as before.').format(led)))
						: parts.note(
								'warn',
								el('p', {}, _('%s could not be tried, or was set by somebody else meanwhile.').format(led))
							)
				);
			});
		return [
			el('p', {}, _('Let one blink for two seconds to see which it is. After that it stands as before.')),
			el(
				'div',
				{ class: 'cm-choice' },
				leds.map(led =>
					parts.button(led, 'neutral', () => tryOut(led), { 'aria-label': _('Blink: %s').format(led) })
				)
			),
			result.node
		];
	}
});
