'use strict';
'require baseclass';
'require modem.api as api';
'require modem.calls as calls';
'require modem.trial.offer as trial';
'require modem.ui.change as change';
'require modem.ui.dialog as dialog';
'require modem.ui.element as element';
'require modem.ui.parts as parts';

/**
 * @typedef {import('modem.api').PdpContext} PdpContext
 * @typedef {import('modem.api').PdpType} PdpType
 * @typedef {import('modem.api').PdpAuth} PdpAuth
 */

const el = element.create;

/** @type {Record<PdpType, string>} */
const types = { ipv4v6: 'IPv4, IPv6', ip: 'IPv4', ipv6: 'IPv6', ppp: 'PPP', non_ip: _('without IP') };
/** @type {Record<PdpAuth, string>} */
const auths = { none: _('none'), pap: 'PAP', chap: 'CHAP' };

/** @param {PdpContext} context */
const apnOf = ({ apn }) => apn || _('chosen by the network');

/**
 * What is lost with a context that is overwritten, in words; null when it is neither in use nor the operator's.
 * @param {PdpContext | undefined} context
 */
function loss(context) {
	if (context && /^(ims|sos|xcap)(\.|$)/i.test(context.apn))
		return _('It belongs to services of the operator, such as calls: they may stop.');
	return context?.active
		? _('It is in use: the connection may end and need another name to come back.')
		: null;
}

/**
 * Why a change of a context could not be taken back, in words; null where it can be.
 * @param {PdpContext | undefined} context
 * @param {boolean} withLogin Whether its login changes.
 */
function oneWay(context, withLogin) {
	if (context === undefined || context.type === null)
		return _('A new access point is not taken back by itself.');
	return context.auth === 'none' || !withLogin
		? null
		: _('It cannot be taken back by itself: the modem does not tell the password it has.');
}

return baseclass.extend({
	title: _('Access point (APN)'),
	about: _('name, type, login'),
	needs: /** @type {const} */ (['contexts']),

	/** The packet data contexts and a form to define one. @param {import('modem.control.part').Context} context */
	async show({ modem, mayWrite, isConnected, begin }) {
		const { contexts } = await calls.read(() => api.contexts(modem));
		const result = change.place(job => begin(job, 'set_context'));
		const offer = trial.create(isConnected);
		let known = contexts;
		const list = el('div', { class: 'cm-scroll' });
		const cid = parts.select(
			Array.from({ length: 16 }, (_none, index) => [String(index + 1), String(index + 1)]),
			String(contexts[0]?.cid ?? 1),
			{ change: () => load() }
		);
		const apn = parts.input({
			pattern: '[A-Za-z0-9._\\-]{0,100}',
			spellcheck: 'false',
			placeholder: _('chosen by the network')
		});
		const type = parts.select(Object.entries(types), 'ipv4v6');
		const auth = parts.select(Object.entries(auths), 'none', { change: () => arrange() });
		const user = parts.input({ maxlength: 64, spellcheck: 'false', input: () => arrange() });
		const password = parts.input({
			type: 'password',
			maxlength: 64,
			autocomplete: 'new-password',
			input: () => arrange()
		});
		const own = [parts.field(_('User name'), user), parts.field(_('Password'), password)];

		const chosen = () => known.find(context => String(context.cid) === cid.value);
		/** A login that stays as it is is not sent: nobody but the modem knows its password. */
		const isNewLogin = () => {
			const one = chosen();
			if (auth.value !== (one?.auth ?? 'none')) return true;
			return auth.value !== 'none' && (user.value !== (one?.user ?? '') || password.value !== '');
		};

		/** Whether the form says something else than the context is. */
		function isOther() {
			const one = chosen();
			return !one || apn.value.trim() !== one.apn || type.value !== one.type || isNewLogin();
		}

		function arrange() {
			for (const field of own) field.hidden = auth.value === 'none';
			password.placeholder = isNewLogin() ? '' : _('unchanged');
			offer.refuse(oneWay(chosen(), isNewLogin()));
		}

		/** Fills the form with what the chosen context is now. */
		function load() {
			const one = chosen();
			apn.value = one?.apn ?? '';
			type.value = one?.type ?? 'ipv4v6';
			auth.value = one?.auth ?? 'none';
			user.value = one?.user ?? '';
			password.value = '';
			arrange();
			offer.preset(isConnected && one?.active === true);
		}

		function draw() {
			element.fill(
				list,
				known.length === 0
					? el('p', {}, _('No context is defined.'))
					: parts.table(
							_('Access points (APN)'),
							[_('Number'), _('APN'), _('Type'), _('Login'), _('User name'), _('State'), _('Addresses')],
							known.map(one => [
								one.cid,
								apnOf(one),
								one.type === null ? null : types[one.type],
								one.auth === null ? null : auths[one.auth],
								one.user,
								one.active === null ? null : one.active ? _('active') : _('inactive'),
								one.addresses.join(' ')
							])
						)
			);
		}

		async function send() {
			const how = isNewLogin() ? /** @type {PdpAuth} */ (auth.value) : undefined;
			const withLogin = how !== undefined && how !== 'none';
			const lost = loss(chosen());
			const sentences = [lost, offer.sentence()].filter(sentence => sentence !== null);
			if (lost !== null && !(await dialog.confirm(_('Change this access point?'), sentences, _('Save'))))
				return;
			const reply = await calls.write(() =>
				api.set_context(
					modem,
					Number(cid.value),
					apn.value.trim(),
					/** @type {PdpType} */ (type.value),
					how,
					withLogin ? user.value : undefined,
					withLogin ? password.value : undefined,
					lost === null ? undefined : true,
					...offer.terms()
				)
			);
			const { after } = reply;
			if (after) known = [...known.filter(one => one.cid !== after.cid), after].sort((a, b) => a.cid - b.cid);
			draw();
			const name = after ? apnOf(after) : apn.value;
			result.done(reply, _('Number %d uses %s now.').format(Number(cid.value), name));
		}

		draw();
		load();
		if (!mayWrite) return list;
		return [
			list,
			parts.form(
				[
					parts.field(_('Number'), cid),
					parts.field(_('APN'), apn),
					parts.field(_('Type'), type),
					parts.field(_('Login'), auth),
					own,
					offer.node
				],
				_('Save'),
				'action',
				async () => {
					if (offer.check()) await result.attempt(send, offer.terms().length > 0);
				},
				isOther
			),
			el('p', {}, _('A running connection uses it once the interface has been restarted.')),
			result.node
		];
	}
});
