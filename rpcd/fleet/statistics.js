
'require baseclass';

/* Graphs of luci-app-statistics for what collectd-mod-modem tells: one list of rows, shown as far as there are values. */
const rows = [
	{ type: 'signal_power', title: _('Signal of modem %pi'), vlabel: 'dBm' },
	{ type: 'signal_quality', title: _('Signal quality of modem %pi'), vlabel: 'dB' },
	{ type: 'snr', title: _('Signal to noise ratio of modem %pi'), vlabel: 'dB' },
	{ type: 'temperature', title: _('Temperature of modem %pi'), vlabel: '°C' },
	{ type: 'gauge', instances: [ 'carriers' ], title: _('Carriers of modem %pi'), vlabel: _('carriers') },
	{ type: 'gauge', instances: [ 'up', 'registered', 'session' ], title: _('State of modem %pi'), vlabel: _('1 is yes') },
	{ type: 'uptime', title: _('Time modem %pi has been connected'), vlabel: 's' }
];

const colors = [ '0069b4', 'e05206', '00945e', '8c4799', 'b58500', '5f6a72' ];

/* rsrp -> RSRP, sinr-lte_scc1 -> SINR LTE SCC1, session -> session */
function titleOf(instance) {
	return /^(?:rsr[pq]|rss[ip]|rscp|sinr)/.test(instance)
		? instance.toUpperCase().replace(/[_-]/g, ' ')
		: instance;
}

return baseclass.extend({
	title: _('Cellular modem'),

	rrdargs: (graph, host, plugin, plugin_instance, dtype) => {
		const types = graph.dataTypes(host, plugin, plugin_instance);
		const graphs = [];

		for (const row of rows) {
			if (!types.includes(row.type) || (dtype && dtype !== row.type))
				continue;

			const instances = graph.dataInstances(host, plugin, plugin_instance, row.type)
				.filter(instance => row.instances == null || row.instances.includes(instance));

			if (instances.length === 0)
				continue;

			const options = {};

			instances.forEach((instance, at) => {
				options[`${row.type}_${instance}`] = {
					title: titleOf(instance),
					color: colors[at % colors.length],
					overlay: true,
					noarea: true
				};
			});

			graphs.push({
				title: `%H: ${row.title}`,
				vlabel: row.vlabel,
				number_format: '%6.1lf',
				alt_autoscale: true,
				data: { instances: { [row.type]: instances }, options: options }
			});
		}

		return graphs;
	}
});
