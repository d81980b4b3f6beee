import type { Platform } from '../platform/platform.ts'
import { lookupOperator, operatorFile } from '../radio/plmn.ts'

/** Names of an operator and a country by MCC and MNC. */
export type OperatorLookup = (plmn: string) => { name: string | null; country: string | null }

/**
 * Names of operators and countries from the host's operator data; one file is read, the one of the region asked for.
 * Bundled once as `operators.js`, loaded when a modem has another operator than before.
 */
export function operatorLookup(platform: Platform): OperatorLookup {
  return plmn => {
    const file = operatorFile(plmn)
    const data = file === null ? null : platform.files.read(`${platform.data}/operators/${file}`)
    return data === null ? { name: null, country: null } : lookupOperator(data, plmn)
  }
}
