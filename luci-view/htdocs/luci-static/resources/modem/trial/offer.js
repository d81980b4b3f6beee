'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.pace as pace';
'require modem.ui.element as element';
'require modem.ui.parts as parts';
'require modem.words as words';

/**
 * @typedef {import('modem.api').KeepCondition} KeepCondition
 */

/**
 * What a change is sent with: nothing, or what keeps it and the seconds that is waited for.
 * @typedef {[condition?: KeepCondition, seconds?: number]} Terms
 */

/**
 * The offer to take a change back by itself when it does no good.
 * @typedef {object} Offer
 * @property {HTMLElement} node
 * @property {() => Terms} terms
 * @property {() => string | null} sentence What it means for a change, for a dialog; null when it is switched off.
 * @property {() => boolean} check Says what is wrong with the number of seconds; false then.
 * @property {(isOn: boolean, condition?: KeepCondition) => void} preset
 * @property {(why: string | null) => void} refuse Says in its place why there is no way back; null: there is one.
 */

const el = element.create;

/** @type {Record<KeepCondition, () => string>} */
const sentences = {
	connected: () => _('Unless the modem is connected within %s, what held before is put back.'),
	registered: () => _('Unless the modem is in the network within %s, what held before is put back.')
};

return baseclass.extend({
	/**
	 * @param {boolean} isConnected Then it is switched on: there is something to lose.
	 * @returns {Offer}
	 */
	create(isConnected) {
		const box = el('input', { type: 'checkbox', change: () => arrange() });
		const condition = parts.select(
			[
				['connected', _('connected')],
				['registered', _('in the network')]
			],
			isConnected ? 'connected' : 'registered',
			{ 'aria-label': _('What keeps the change') }
		);
		const seconds = el('input', {
			type: 'number',
			class: 'cbi-input-text',
			min: 10,
			max: 600,
			step: 1,
			value: 120,
			required: true
		});
		const time = parts.field(_('Within seconds'), seconds);
		const offered = el(
			'div',
			{ class: 'cm-offer' },
			el('label', {}, box, ' ', _('Take it back unless the modem is')),
			condition,
			time
		);
		const refusal = el('p', { hidden: true });
		const isOn = () => box.checked && !offered.hidden;

		/** What is switched off is neither shown nor checked. */
		function arrange() {
			condition.hidden = time.hidden = !isOn();
			condition.disabled = seconds.disabled = !isOn();
		}

		/** @param {boolean} on @param {KeepCondition} [which] */
		function preset(on, which) {
			box.checked = on;
			if (which) condition.value = which;
			arrange();
		}

		preset(isConnected);
		return {
			node: el('div', {}, offered, refusal),
			terms: () => (isOn() ? [/** @type {KeepCondition} */ (condition.value), seconds.valueAsNumber] : []),
			sentence: () =>
				isOn()
					? sentences[/** @type {KeepCondition} */ (condition.value)]().format(
							words.duration(seconds.valueAsNumber)
						)
					: null,
			check: () => seconds.disabled || seconds.reportValidity(),
			preset,
			refuse(why) {
				offered.hidden = why !== null;
				refusal.hidden = why === null;
				refusal.textContent = why ?? '';
				arrange();
			}
		};
	},

	/** The state of a modem, which tells whether there is a connection that a change could cost; null where it does not say. @param {string} modem */
	async statusOf(modem) {
		try {
			const oldest = await pace.oldest(modem);
			return (await calls.read(() => api.status(modem, oldest ?? 60_000))).status;
		} catch (error) {
			if (!words.isTrouble(error)) throw error;
			return null;
		}
	}
});
