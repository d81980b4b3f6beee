'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.words as words';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').ModemList} ModemList
 * @typedef {import('modem.calls').Trouble} Trouble
 */

/**
 * What a page is opened with: the modems, or why they could not be listed. `isGuess`: as they were listed last; they are
 * listed anew when the page has begun to show one. `group`: the access group the page is for, and `right` to it.
 * @typedef {{ group?: string, right?: import('modem.calls').Right } & ({ list: ModemList, trouble: null, isGuess?: true } |
 * { list: null, trouble: Trouble })} Opened
 */

const listKey = 'modem.list';

/** The only modem there is, before it was ever listed. @type {ListedModem} */
const only = {
	modem: '',
	bus: 'usb',
	path: '',
	id: '',
	model: null,
	manufacturer: null,
	product: null,
	dialect: '',
	port: null,
	ports: [],
	devices: [],
	interfaces: [],
	condition: null
};

/** @returns {Promise<Opened>} */
async function listed() {
	try {
		const list = await calls.read(() => api.list());
		window.localStorage.setItem(listKey, JSON.stringify(list.modems));
		return { list, trouble: null };
	} catch (error) {
		if (!words.isTrouble(error)) throw error;
		return { list: null, trouble: error };
	}
}

/** The modems as they were listed last. @returns {ListedModem[]} */
function remembered() {
	try {
		const modems = JSON.parse(window.localStorage.getItem(listKey) ?? '[]');
		return Array.isArray(modems) ? modems : [];
	} catch {
		return [];
	}
}

return baseclass.extend({
	only,

	/** The modems as they are now. */
	now: listed,

	/**
	 * The modems as they were listed last, without a call.
	 * @returns {Opened}
	 */
	before() {
		const known = remembered();
		return {
			list: { modems: known.length > 0 ? known : [only], warnings: [] },
			trouble: null,
			isGuess: true
		};
	}
});
