'use strict';
'require baseclass';

/**
 * @typedef {import('modem.api').FailureReply} FailureReply
 * @typedef {import('modem.api').FailureCode} FailureCode
 */

/**
 * Why a call brought nothing: an error code of the ubus object, or `no_answer` (ubus status 5), `unconfirmed` (the
 * same of a change, which may have been made), `denied`, `no_backend` (there is no such object or method),
 * `unreachable` (the router did not answer at all).
 * @typedef {FailureCode | 'no_answer' | 'unconfirmed' | 'denied' | 'no_backend' | 'unreachable'} TroubleCode
 */

/**
 * @typedef {object} Trouble
 * @property {TroubleCode} code
 * @property {string} message What the backend says about it, in English; empty when it said nothing.
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

/** The end of the queue: rpcd can crash when several calls of an exec plugin run at once. */
let last = /** @type {Promise<unknown>} */ (Promise.resolve());

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
		const number = /error (-?\d+):/.exec(String(error))?.[1];
		throw { code: codes[number ?? ''] ?? 'unreachable', message: '' };
	}
	if (typeof reply === 'number') throw { code: codes[reply] ?? 'no_answer', message: '' };
	if (typeof reply === 'object' && reply !== null && 'error' in reply)
		throw { code: reply.error, message: reply.message };
	return /** @type {Reply} */ (reply);
}

/**
 * @template Reply
 * @param {() => Promise<Reply>} work
 * @returns {Promise<Reply>}
 */
function queued(work) {
	const turn = last.then(work, work);
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

	/** Resolves after so many milliseconds. */
	pause
});
