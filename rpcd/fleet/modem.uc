// Cellular modems for prometheus-node-exporter-ucode: what `ubus call modem metrics` tells, which asks no modem.
const reply = ubus.call("modem", "metrics", {});

if (!reply?.metrics)
	return false;

for (let each in reply.metrics) {
	const output = each.type == "counter" ? counter(each.name, each.help) : gauge(each.name, each.help);

	for (let sample in each.samples)
		output(sample.labels, sample.value);
}
