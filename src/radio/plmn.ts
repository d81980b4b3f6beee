/** Mobile country code and mobile network code as printed: leading zeros and the length of the MNC count. */
export interface Plmn {
  mcc: string
  mnc: string
}

/** Splits `22610`, `310260`, also `226 10` and `226-10`; null when it is not a PLMN (3GPP TS 23.003 §2.2). */
export function splitPlmn(plmn: string): Plmn | null {
  const [, mcc, mnc] = /^(\d{3})[ -]?(\d{2,3})$/.exec(plmn) ?? []
  return mcc !== undefined && mnc !== undefined ? { mcc, mnc } : null
}

/** Name of the operator data file that covers a PLMN or MCC: the first digit is the region (ITU-T E.212 §6.1). */
export function operatorFile(plmn: string): string | null {
  return /^\d{3}/.test(plmn) ? `${plmn.charAt(0)}.txt` : null
}

/** What operator data tells about a PLMN. */
export interface OperatorNames {
  name: string | null
  /** Known by the MCC, also where the MNC is not. */
  country: string | null
}

/**
 * Looks a PLMN up in the text of its operator data file: `#226Romania` begins a country (the name is empty for test
 * and international codes), the lines below are `10 Orange`, `01,12 Vodafone`, and with a tab and a country of its
 * own `05 Jawwal⇥Palestine`. An MNC listed with another number of leading zeros counts where the exact one is absent.
 */
export function lookupOperator(data: string, plmn: string): OperatorNames {
  const { mcc, mnc = '' } = splitPlmn(plmn) ?? {}
  const start = mcc === undefined ? -1 : data.indexOf(`#${mcc}`)
  if (start < 0) return { name: null, country: null }
  const [country = '', ...lines] = (data.slice(start + 4).split('#', 1)[0] ?? '').split('\n')
  for (const code of [mnc, mnc.length === 2 ? `0${mnc}` : mnc.replace(/^0/, '')]) {
    for (const line of lines) {
      const end = line.indexOf(' ')
      if (!line.slice(0, end).split(',').includes(code)) continue
      const [name = '', own = country] = line.slice(end + 1).split('\t')
      return { name, country: own || null }
    }
  }
  return { name: null, country: country || null }
}
