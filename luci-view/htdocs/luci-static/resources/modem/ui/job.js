'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';

return baseclass.extend({
	/**
	 * Waits for a job and gives what it came to; rejects with its failure.
	 * @param {string} name
	 * @param {(progress: string) => void} say
	 */
	async ended(name, say) {
		for (;;) {
			const { state, progress, result, failure } = await calls.read(() => api.job(name));
			if (failure) throw { code: failure.error, message: failure.message };
			if (state !== 'running') return result;
			say(progress ?? '');
			await calls.pause(1000);
		}
	}
});
