import { readZteStick, zteAnswer, zteKeys } from '../asking/zte-stick.ts'
import { Failure } from '../contract/failure.ts'
import { type StickAnswer, type StickVisit, visit } from './stick-visit.ts'

const path = `/goform/goform_get_cmd_process?isTest=false&multi_data=1&cmd=${zteKeys.join('%2C')}`

/** Asks a ZTE stick: one request. Without `Referer` most firmwares leave every value empty; so they do without a login. */
export async function askZte(at: StickVisit): Promise<StickAnswer> {
  const { body } = await visit(at, { path, headers: { Referer: `http://${at.address}/index.html` } })
  const values = zteAnswer(body)
  if (values === null) throw new Failure('port_silent', at.address)
  const isTold = ['network_type', 'modem_main_state', 'rssi', 'lte_rsrp'].some(
    key => (values[key] ?? '') !== '',
  )
  return {
    facts: readZteStick(values),
    missing: isTold ? [] : ['goform_get_cmd_process'],
    login: isTold ? null : 'needed',
    notes: {},
  }
}
