-- Cellular modems for collectd-mod-lua: what `ubus call modem metrics` tells, which asks no modem.
local kinds = {
  modem_rsrp_dbm = { "signal_power", "rsrp" },
  modem_rssi_dbm = { "signal_power", "rssi" },
  modem_rscp_dbm = { "signal_power", "rscp" },
  modem_rsrq_db = { "signal_quality", "rsrq" },
  modem_sinr_db = { "snr", "sinr" },
  modem_temperature_celsius = { "temperature", "modem" },
  modem_carriers = { "gauge", "carriers" },
  modem_up = { "gauge", "up" },
  modem_registered = { "gauge", "registered" },
  modem_session_up = { "gauge", "session" },
  modem_session_uptime_seconds = { "uptime", "session" },
}

local function read()
  local bus = require("ubus").connect()
  local reply = bus and bus:call("modem", "metrics", {})
  if bus then
    bus:close()
  end
  if not reply or not reply.metrics then
    return 0
  end
  for _, each in ipairs(reply.metrics) do
    local kind = kinds[each.name]
    for _, sample in ipairs(kind and each.samples or {}) do
      local carrier = sample.labels.carrier
      collectd.dispatch_values({
        plugin = "modem",
        plugin_instance = sample.labels.modem,
        type = kind[1],
        type_instance = kind[2] .. (carrier and carrier ~= "pcc" and "-" .. carrier or ""),
        values = { sample.value },
      })
    end
  end
  return 0
end

collectd.register_read(read)
