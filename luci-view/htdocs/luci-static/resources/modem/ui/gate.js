'use strict';
'require baseclass';
'require modem.pace as pace';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

const el = element.create;

return baseclass.extend({
	/**
	 * Reads what only the modem itself can tell: at once where nobody watches the modem, else when a person presses a
	 * button, so that no page sends a watched modem anything by itself.
	 * @param {string} modem
	 * @param {import('modem.ui.page').Frame} frame
	 * @param {() => boolean} isCurrent
	 * @param {{ text: string, place?: Element, known?: (oldest: number) => Promise<Content>, read: () => Promise<unknown> }}
	 * what `text` of the button; `place` of it, if not the whole body; `known`: what is known without a question, from
	 * answers that may be so old.
	 */
	async pass(modem, frame, isCurrent, { text, place = frame.body, known, read }) {
		const oldest = await pace.oldest(modem);
		if (!isCurrent()) return;
		if (oldest === null) {
			await read();
			return;
		}
		const shown = known ? await known(oldest) : null;
		if (!isCurrent()) return;
		const open = async () => {
			frame.well();
			try {
				await read();
			} catch (error) {
				if (isCurrent()) frame.fail(error, open);
			}
		};
		place.replaceChildren(
			el('div', { class: place === frame.body ? 'cbi-section cm-section cm-gate' : 'cm-gate' }, [
				shown,
				el(
					'p',
					{},
					_(
						'Connection care reads the modem already. What only the modem itself knows is asked when you want it.'
					)
				),
				parts.button(text, 'action', open)
			])
		);
	}
});
