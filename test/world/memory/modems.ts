import path from 'node:path'
import Ajv from 'ajv'
import schemas from '../../../src/contract/generated/schema.json' with { type: 'json' }
import { parseFixture, readFixture } from '../modem/fixture.ts'
import type { ModemScript } from '../modem/script.ts'
import { createHost, type HostOptions, repository } from './host.ts'

/** The script of a recorded modem, by the path of its fixture without extension. */
export const recorded = (name: string): ModemScript =>
  readFixture(path.join(repository, `test/fixtures/${name}.at`))

/** The FG621 with carrier aggregation. */
export const fg621 = () => recorded('fibocom/fg621-lte-a')

/** A host with the FG621 alone. */
export const fg621Host = (options?: HostOptions) => createHost([{ script: fg621() }], options)

/** A modem nobody knows, on LTE at home, with these answers before all others. */
export function anyModem(answers = ''): ModemScript {
  return parseFixture(`
@usb 1209:0001 "Example Devices" "Stick"
@port ttyUSB2 2
@net wwan0 qmi_wwan
@accept ^\\+C(?:|E|G|5G)REG=2$
${answers}
> AT+CSQ
< +CSQ: 20,99

> AT+CGMI
< Example Devices

> AT+CGMM
< LS-1

> AT+CGMR
< R01

> AT+CGSN
< 001010000000016

> AT+CIMI
< 244050000000001
`)
}

const ajv = new Ajv({ strict: false, allErrors: true })
const validators = Object.fromEntries(
  Object.entries(schemas.replies).map(([method, schema]) => [method, ajv.compile(schema)]),
)

/** What is wrong with a method's reply by the schema; empty when it fits or is a well-formed failure. */
export function mistakesOf(method: string, reply: object): string {
  if ('error' in reply) {
    const { error, message, ...rest } = reply as Record<string, unknown>
    const sound = typeof error === 'string' && typeof message === 'string' && Object.keys(rest).length === 0
    return sound ? '' : `no failure: ${JSON.stringify(reply)}`
  }
  const validate = validators[method]
  if (!validate) return `no schema for ${method}`
  return validate(reply) ? '' : ajv.errorsText(validate.errors)
}
