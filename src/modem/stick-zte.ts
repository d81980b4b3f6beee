import { readZteStick, zteKeys } from '../asking/zte-stick.ts'
import { Failure } from '../contract/failure.ts'
import type { StickAnswer, StickVisit } from './stick-visit.ts'
import { zteApi } from './stick-zte-api.ts'

const telling = ['network_type', 'modem_main_state', 'rssi', 'lte_rsrp']

/** Asks a ZTE stick: one request, and one more after a login where every value is empty without. */
export async function askZte(at: StickVisit): Promise<StickAnswer> {
  const api = zteApi(at)
  const isTold = (from: Readonly<Record<string, string>>) => telling.some(key => (from[key] ?? '') !== '')
  let values = await api.get(zteKeys)
  if (values === null) throw new Failure('port_silent', at.address)
  const login = isTold(values) ? null : await api.logIn()
  if (!isTold(values) && login === null) {
    at.notes.keeps = true
    values = (await api.get(zteKeys)) ?? values
  }
  await api.leave()
  const isWanting = !isTold(values)
  return {
    facts: readZteStick(values),
    missing: isWanting ? ['goform_get_cmd_process'] : [],
    login: isWanting ? (login ?? 'failed') : null,
  }
}
