'use strict';
'require baseclass';
'require form';
'require modem.ui.element as element';
'require modem.ui.page as page';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 */

const el = element.create;

/** @param {ListedModem} listed */
const textOf = listed => `${page.modelOf(listed)} · ${listed.path}`;

/** A name for the section of a modem: `fg621_ea`. @param {ListedModem | undefined} modem @param {readonly string[]} taken */
function nameFor(modem, taken) {
	const model = (modem?.model ?? modem?.product ?? 'modem').toLowerCase().replace(/\W+/g, '_');
	const base = model.replace(/^_+|_+$/g, '').slice(0, 20) || 'modem';
	let name = base;
	for (let i = 2; taken.includes(name); i++) name = `${base}_${i}`;
	return name;
}

return baseclass.extend({
	/**
	 * Has a new section be about one of the modems that have none yet: the row to add it asks which, proposes a name, and
	 * the section gets the place of that modem.
	 * @param {import('form').Section} section
	 * @param {readonly ListedModem[]} modems
	 */
	of(section, modems) {
		let place = '';
		section.renderSectionAdd = function (style) {
			const node = form.TypedSection.prototype.renderSectionAdd.call(this, style);
			const sections = this.map.data.sections('modem');
			const names = sections.map(known => known['.name']);
			const isFree = (/** @type {ListedModem} */ { modem, bus, path }) =>
				modem === `${bus}-${path}` && sections.every(known => known.path !== path);
			const free = modems.filter(isFree);
			const input = node.querySelector('.cbi-section-create-name');
			if (input instanceof HTMLInputElement) {
				const { parentNode: home, nextSibling: next } = input;
				home?.insertBefore(parts.field(_('Name'), input), next);
				const refusal = el('p', { role: 'alert' });
				input.addEventListener('keyup', () => {
					element.fill(refusal, names.includes(input.value) ? _('Another section has this name.') : null);
				});
				node.append(refusal);
			}
			/** @param {string} chosen */
			const choose = chosen => {
				place = chosen;
				if (!(input instanceof HTMLInputElement)) return;
				const modem = free.find(({ path }) => path === chosen);
				input.value = nameFor(modem, names);
				// LuCI switches its button on when it sees a name typed.
				window.setTimeout(() => input.dispatchEvent(new Event('keyup')));
			};
			choose(free[0]?.path ?? '');
			if (free.length === 0) return node;
			const choices = free.map(modem => /** @type {const} */ ([modem.path, textOf(modem)]));
			const which = parts.select([...choices, ['', _('Another place')]], place, {
				change: () => choose(which.value)
			});
			node.prepend(parts.field(_('Modem without a section'), which));
			return node;
		};
		section.handleAdd = async function (event, name) {
			// uci would make the section that has the name already one of this type.
			if (this.map.data.sections('modem').some(known => known['.name'] === name)) return;
			const chosen = place;
			const adding = form.TypedSection.prototype.handleAdd.call(this, event, name);
			// LuCI adds it also where something else is not valid, but does not show it then; and it empties what is not shown
			// yet: the place comes after.
			const isShown = await adding.then(
				() => true,
				() => false
			);
			if (isShown && chosen === '') return;
			if (chosen !== '') this.map.data.set('modem', name, 'path', chosen);
			await this.map.data.save();
			await this.map.render();
		};
	}
});
