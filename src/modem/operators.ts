import type { Platform } from '../platform/platform.ts'
import { lookupOperator, operatorFile } from '../radio/plmn.ts'
import type { OperatorLookup } from './describe.ts'

/** Names of operators and countries from the host's operator data; one file is read, the one of the region asked for. */
export function operatorLookup(platform: Platform): OperatorLookup {
  return plmn => {
    const file = operatorFile(plmn)
    const data = file === null ? null : platform.files.read(`${platform.data}/operators/${file}`)
    return data === null ? { name: null, country: null } : lookupOperator(data, plmn)
  }
}
