'use strict';
'require baseclass';
'require poll';

/** Seconds between two readings of a page nobody looks at. */
const hiddenSeconds = 60;

return baseclass.extend({
	/**
	 * Runs `work` now and then again and again, `seconds()` after it has ended, once a minute while the page is
	 * hidden, and at once when it is seen again. LuCI's indicator pauses it.
	 * @param {() => Promise<unknown>} work
	 * @param {() => number} seconds
	 * @returns {() => void} Runs it again at once, whenever it would be due.
	 */
	every(work, seconds) {
		let due = 0;
		document.addEventListener('visibilitychange', () => {
			due = document.hidden ? Date.now() + 1000 * hiddenSeconds : 0;
		});
		poll.add(async () => {
			if (Date.now() < due) return;
			await work();
			due = Date.now() + 1000 * (document.hidden ? Math.max(hiddenSeconds, seconds()) : seconds());
		}, 1);
		return () => {
			due = 0;
		};
	}
});
