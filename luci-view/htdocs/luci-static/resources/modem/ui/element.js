'use strict';
'require baseclass';

/**
 * @param {readonly Content[]} content
 * @returns {(Node | string)[]}
 */
const flat = content =>
	/** @type {Content[]} */ (content.flat(9)).flatMap(part => {
		if (part === null || part === undefined || part === false) return [];
		return [part instanceof Node ? part : String(part)];
	});

/** @param {Attributes} attributes */
const given = attributes =>
	Object.fromEntries(
		Object.entries(attributes).flatMap(([name, value]) =>
			value === null || value === undefined || value === false ? [] : [[name, value === true ? '' : value]]
		)
	);

return baseclass.extend({
	/**
	 * Creates an element with E(), which takes a lone text for markup: here texts are always texts, whatever a modem
	 * or an operator calls itself.
	 * @template {keyof HTMLElementTagNameMap} Name
	 * @param {Name} name
	 * @param {Attributes} [attributes]
	 * @param {...Content} content
	 * @returns {HTMLElementTagNameMap[Name]}
	 */
	create: (name, attributes = {}, ...content) =>
		/** @type {HTMLElementTagNameMap[Name]} */ (E(name, given(attributes), flat(content))),

	/**
	 * Creates an element of a drawing.
	 * @param {string} name
	 * @param {Attributes} [attributes]
	 * @param {...Content} content
	 */
	svg(name, attributes = {}, ...content) {
		const node = document.createElementNS('http://www.w3.org/2000/svg', name);
		for (const [key, value] of Object.entries(given(attributes))) node.setAttribute(key, String(value));
		node.append(...flat(content));
		return node;
	},

	/**
	 * Replaces the content of an element when it differs; what is unchanged keeps selection and scroll position, and
	 * the focus stays on the element with the same `data-key`.
	 * @param {Element} element
	 * @param {...Content} content
	 */
	fill(element, ...content) {
		const fresh = /** @type {Element} */ (element.cloneNode(false));
		fresh.append(...flat(content));
		if (fresh.innerHTML === element.innerHTML) return;
		const focused = document.activeElement;
		const key = focused && element.contains(focused) ? focused.getAttribute('data-key') : null;
		element.replaceChildren(...fresh.childNodes);
		const again = key === null ? null : element.querySelector(`[data-key="${CSS.escape(key)}"]`);
		if (again instanceof HTMLElement) again.focus();
	}
});
