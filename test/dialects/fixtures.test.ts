import fs from 'node:fs'
import path from 'node:path'
import Ajv from 'ajv'
import { describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { createHost, repository } from '../world/memory/host.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { unused } from '../world/modem/script.ts'

const folder = path.join(repository, 'test/fixtures')
const names = fs
  .readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.at'))
  .sort()

/** Commands of 3GPP TS 27.007 that a modem answers whether or not they are needed to know its state. */
const standard = /: AT\+(?:C?G(?:MI|MM|MR|SN)|Q?CIMI\??|[IQ]?CCID|C5?G?E?REG(?:=2|\?))$/

/** Methods that read what a dialect can change. */
const readers = ['bands', 'modes', 'cells', 'cell_lock', 'contexts', 'usb_mode', 'autoconnect', 'sim']

const validate = new Ajv({ strict: false, allErrors: true }).compile(schemas.replies.info)

describe('every recorded modem', () => {
  for (const name of names) {
    it(`${name} answers info as its .json says, by the schema, and every line of it is used`, async () => {
      const script = readFixture(path.join(folder, name))
      const host = createHost([{ script }])
      const info = await host.call('info', { max_age: 0 })
      expect(validate(info), JSON.stringify(validate.errors)).toBe(true)
      const expected = path.join(folder, name.replace(/\.at$/, '.json'))
      await expect(`${JSON.stringify(info, null, 2)}\n`).toMatchFileSnapshot(expected)
      for (const method of readers) await host.call(method)
      const unread = unused(script).filter(line => !standard.test(line))
      expect(unread).toEqual([])
    })
  }
})
