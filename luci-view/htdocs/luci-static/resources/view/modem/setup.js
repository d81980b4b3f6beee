'use strict';
'require modem.api as api';
'require modem.calls as calls';
'require modem.setup.plan as changes';
'require modem.trial.panel as panel';
'require modem.ui.change as change';
'require modem.ui.element as element';
'require modem.ui.gate as gate';
'require modem.ui.page as page';
'require modem.ui.parts as parts';
'require modem.words as words';
'require view';

/**
 * @typedef {import('modem.api').ListedModem} ListedModem
 * @typedef {import('modem.api').SetupPlanReply} SetupPlanReply
 * @typedef {import('modem.api').SetupQuestion} SetupQuestion
 * @typedef {import('modem.ui.page').Frame} Frame
 */

/**
 * What a person has answered.
 * @typedef {{ apn?: string, pincode?: string }} Answers
 */

const el = element.create;

/** What only a person knows, by the argument. @type {Record<SetupQuestion['argument'], { title: string, pattern: string, type: string }>} */
const asked = {
	apn: { title: _('Access point name (APN)'), pattern: '[A-Za-z0-9._\\-]{0,100}', type: 'text' },
	pincode: { title: _('PIN of the SIM card'), pattern: '\\d{4,8}', type: 'password' }
};

/** @param {SetupPlanReply} plan */
const isDone = ({ changes: list, dials }) => list.length === 0 && dials !== false;

/**
 * The fields for what the plan asks, and what they hold.
 * @param {readonly SetupQuestion[]} questions
 * @param {Answers} given
 */
function fieldsOf(questions, given) {
	const fields = questions.map(({ argument, reason, optional }) => {
		const { title, pattern, type } = asked[argument];
		const input = parts.input({ type, pattern, required: !optional, value: given[argument] ?? '' });
		return { argument, input, node: el('div', {}, parts.field(title, input), el('p', {}, reason)) };
	});
	return {
		nodes: fields.map(({ node }) => node),
		answers: () => ({
			...given,
			...Object.fromEntries(
				fields.flatMap(({ argument, input }) => (input.value === '' ? [] : [[argument, input.value]]))
			)
		})
	};
}

/**
 * @param {ListedModem} modem
 * @param {Frame} frame
 * @param {() => boolean} isCurrent
 */
async function show({ modem }, frame, isCurrent) {
	let isRead = false;
	const { begin, find } = panel.create(modem, frame, isCurrent, async () => {
		if (isRead) await read({});
	});
	await find();
	await gate.pass(modem, frame, isCurrent, { text: _('Look now'), read: () => read({}) });

	/** @param {Answers} given */
	async function read(given) {
		isRead = true;
		frame.body.replaceChildren(el('p', { class: 'spinning' }, _('Modem and router are looked at …')));
		const { apn, pincode } = given;
		try {
			const plan = await calls.read(() => api.setup_plan(modem, undefined, undefined, apn, pincode));
			if (isCurrent()) draw(plan, given);
		} catch (error) {
			if (!isCurrent()) return;
			if (!words.isTrouble(error) || error.code !== 'not_supported') throw error;
			frame.body.replaceChildren(
				parts.note('calm', [
					el('strong', {}, _('There is nothing to set up by these steps')),
					el('p', { class: 'cm-detail' }, error.message),
					el('p', {}, page.link('checkup'))
				])
			);
		}
	}

	/** @param {SetupPlanReply} plan @param {Answers} given */
	function draw(plan, given) {
		const { interface: name, proto, packages, questions } = plan;
		if (isDone(plan)) {
			frame.body.replaceChildren(
				parts.note('good', [
					el('strong', {}, _('The interface %s is as it should be').format(name)),
					el('p', {}, page.link('status'), ' ', page.link('checkup'))
				])
			);
			return;
		}
		const result = change.place(job => begin(job, 'setup'));
		const { nodes, answers } = fieldsOf(questions, given);
		const isOpen = questions.some(({ optional }) => !optional);
		const set = () =>
			result.attempt(async () => {
				const { apn, pincode } = answers();
				const { job } = await calls.write(() => api.setup(modem, undefined, undefined, apn, pincode));
				if (job === undefined) await read({});
				else begin(job, 'setup');
			});
		const isReady = frame.mayWrite && packages.length === 0 && !isOpen;
		frame.body.replaceChildren(
			el(
				'p',
				{},
				_('The router gets an interface that uses the modem. Nothing is changed before you say so.')
			),
			frame.mayWrite ? '' : parts.note('warn', el('p', {}, _('Your login may only look.'))),
			packages.length === 0
				? ''
				: parts.note('warn', [
						el('strong', {}, _('Packages are missing')),
						el('p', {}, _('Install them first (System, Software), then come back:'), ' ', packages.join(', '))
					]),
			questions.length === 0
				? ''
				: parts.section(
						_('What only you know'),
						parts.form(nodes, _('Show the changes'), 'action', () => again(answers())),
						'questions'
					),
			parts.section(
				_('What will be changed'),
				[
					parts.facts([
						[_('Interface'), name],
						[_('Protocol'), proto]
					]),
					changes.of(plan)
				],
				'plan'
			),
			...(isReady
				? [
						parts.section(_('Set up'), [
							el(
								'p',
								{},
								_(
									'Unless the interface has an address within %s, all of it is taken back, also when this page cannot be reached.'
								).format(words.duration(120))
							),
							parts.button(_('Set it up'), 'action', set)
						])
					]
				: []),
			result.node
		);
	}

	/** @param {Answers} given */
	async function again(given) {
		try {
			await read(given);
		} catch (error) {
			if (isCurrent()) frame.fail(error, () => again(given));
		}
	}
}

return view.extend({
	load: () => page.open('modem-control'),

	render: opened => page.frame(_('First steps'), opened, show),

	handleSaveApply: null,
	handleSave: null,
	handleReset: null
});
