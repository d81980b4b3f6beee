/** Arguments of `metrics`. */
export interface MetricsArgs {
  /** True tells IMEI, ICCID and IMSI too, in `modem_identity_info` alone. Default false. */
  identities?: boolean
}

/** What kind of number it is, as OpenMetrics names them; an `info` has the value 1 and says something by its labels. */
export type MetricType = 'gauge' | 'counter' | 'info'

/** One value, told apart from the others of its metric by its labels. */
export interface Sample {
  /** Texts by name, without empty ones; `modem` first. */
  labels: Record<string, string>
  value: number
}

/** One metric with a value for every modem and carrier that has one. */
export interface Metric {
  /** `modem_rsrp_dbm`: the unit last, but for `_total` of counters and `_info`. */
  name: string
  type: MetricType
  help: string
  samples: Sample[]
}

/** Answer of `metrics`. A value that is not known has no sample; nothing is asked of a modem for it. */
export interface MetricsReply {
  metrics: Metric[]
}
