'use strict';
'require baseclass';
'require rpc';

/**
 * @typedef {import('modem.api').FailureReply} FailureReply
 * @typedef {import('modem.api').FailureCode} FailureCode
 */

/**
 * Why a call brought nothing: an error code of the ubus object, or `no_answer` (ubus status 5), `unconfirmed` (the
 * same of a change, which may have been made), `denied`, `no_backend` (there is no such object or method), `no_rpcd`
 * (rpcd itself is gone), `session_over`, `unreachable` (the router did not answer at all).
 * @typedef {FailureCode | 'no_answer' | 'unconfirmed' | 'denied' | 'no_backend' | 'no_rpcd' | 'session_over' |
 * 'unreachable'} TroubleCode
 */

/**
 * @typedef {object} Trouble
 * @property {TroubleCode} code
 * @property {string} message What the backend says about it, in English; empty when it said nothing.
 * @property {boolean} [isRead] Whether nothing but reading was tried.
 */

/**
 * What a login may do with an access group.
 * @typedef {'none' | 'read' | 'write'} Right
 */

/** ubus status codes and JSON-RPC errors, by their number. */
const codes = /** @type {Record<string, TroubleCode>} */ ({
	2: 'no_answer',
	3: 'no_backend',
	4: 'no_backend',
	5: 'no_answer',
	6: 'denied',
	7: 'no_answer',
	'-32000': 'no_backend',
	'-32002': 'denied'
});

/** @type {(scope: string, object: string, method: string) => Promise<{ access: boolean } | number>} */
const access = rpc.declare({
	object: 'session',
	method: 'access',
	params: ['scope', 'object', 'function']
});

/** The number of a JSON-RPC error of uhttpd, which LuCI puts into a sentence of the reader's language. @param {unknown} error */
const numberIn = error => /-32\d{3}\b/.exec(String(error))?.[0] ?? '';

/**
 * Why the bus let nothing through: an object is missing where the package is, and where rpcd is gone; access is denied to
 * a login that lacks a group, and to a session that is over. Whether rpcd knows the session tells them apart.
 * @param {unknown} error
 * @returns {Promise<TroubleCode>}
 */
async function reasonOf(error) {
	const code = codes[numberIn(error)];
	if (code === undefined) return 'unreachable';
	try {
		await access('ubus', 'session', 'access');
		return code;
	} catch (other) {
		const why = codes[numberIn(other)];
		return why === 'no_backend' ? 'no_rpcd' : why === 'denied' ? 'session_over' : 'unreachable';
	}
}

/** The end of the queue: rpcd can crash when several calls of an exec plugin run at once. */
let last = /** @type {Promise<unknown>} */ (Promise.resolve());

/** Whether the page is left: the call that runs is broken off here, but not in the router. */
let isLeft = false;
window.addEventListener('pagehide', () => {
	isLeft = true;
});
window.addEventListener('pageshow', () => {
	isLeft = false;
});

/** While the page is left it calls nothing more; it goes on where the browser brings it back. */
const present = () =>
	isLeft
		? new Promise(resolve => window.addEventListener('pageshow', resolve, { once: true }))
		: Promise.resolve();

/** @param {number} ms */
const pause = ms => new Promise(resolve => window.setTimeout(resolve, ms));

/**
 * @template Reply
 * @param {() => Promise<Reply | FailureReply | number>} invoke
 * @param {boolean} repeatable
 * @returns {Promise<Reply>}
 */
async function settle(invoke, repeatable) {
	/** @type {Reply | FailureReply | number} */
	let reply;
	try {
		reply = await invoke();
		if (reply === 5 && repeatable) {
			await pause(300);
			reply = await invoke();
		}
	} catch (error) {
		throw { code: await reasonOf(error), message: '' };
	}
	if (typeof reply === 'number') throw { code: codes[reply] ?? 'no_answer', message: '' };
	if (typeof reply === 'object' && reply !== null && 'error' in reply)
		throw { code: reply.error, message: reply.message, isRead: repeatable };
	return /** @type {Reply} */ (reply);
}

/**
 * @template Reply
 * @param {() => Promise<Reply>} work
 * @returns {Promise<Reply>}
 */
function queued(work) {
	const turn = last.then(present).then(work);
	last = turn.catch(() => null);
	return turn;
}

return baseclass.extend({
	/**
	 * Calls a reading method when every call before has ended; repeats it once when no answer comes. Rejects with a
	 * Trouble.
	 * @template Reply
	 * @param {() => Promise<Reply | FailureReply | number>} invoke
	 * @returns {Promise<Reply>}
	 */
	read(invoke) {
		return queued(() => settle(invoke, true));
	},

	/**
	 * Calls a changing method when every call before has ended, and never twice. Rejects with a Trouble.
	 * @template Reply
	 * @param {() => Promise<Reply | FailureReply | number>} invoke
	 * @returns {Promise<Reply>}
	 */
	write(invoke) {
		return queued(async () => {
			try {
				return await settle(invoke, false);
			} catch (error) {
				const trouble = /** @type {Trouble} */ (error);
				const isOpen = trouble.code === 'no_answer' || trouble.code === 'unreachable';
				throw isOpen ? { code: 'unconfirmed', message: '' } : trouble;
			}
		});
	},

	/**
	 * Whether this login may call a method. Rejects with a Trouble.
	 * @param {string} method
	 * @returns {Promise<boolean>}
	 */
	async may(method) {
		const reply = await queued(() => settle(() => access('ubus', 'modem', method), true));
		return typeof reply === 'object' && reply.access;
	},

	/**
	 * What this login may do with an access group, as rpcd gave it; `write` where nobody says: each call is checked anyway.
	 * @param {string} group
	 * @returns {Promise<Right>}
	 */
	async right(group) {
		/** @param {string} way */
		const holds = async way => {
			const reply = await queued(() => settle(() => access('access-group', group, way), true));
			return typeof reply === 'object' && reply.access;
		};
		try {
			return (await holds('write')) ? 'write' : (await holds('read')) ? 'read' : 'none';
		} catch {
			return 'write';
		}
	},

	/** Resolves after so many milliseconds. */
	pause
});
