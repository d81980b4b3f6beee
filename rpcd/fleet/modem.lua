-- Cellular modems for prometheus-node-exporter-lua: what `ubus call modem metrics` tells, which asks no modem.
-- The exporter writes labels as they are, and loads every collector when it starts: nothing here may fail to load.

local function clean(labels)
  local texts = {}
  for name, value in pairs(labels) do
    texts[name] = tostring(value):gsub('[%c"\\]', " ")
  end
  return texts
end

local function scrape()
  local bus = require("ubus").connect()
  if not bus then
    error("ubus does not answer")
  end
  local reply = bus:call("modem", "metrics", {})
  bus:close()
  if not reply or not reply.metrics then
    error("the object modem does not answer")
  end
  for _, each in ipairs(reply.metrics) do
    -- The text format of Prometheus knows no type for what says something by its labels.
    local output = metric(each.name, each.type == "info" and "gauge" or each.type)
    for _, sample in ipairs(each.samples) do
      output(clean(sample.labels), sample.value)
    end
  end
end

return { scrape = scrape }
