import path from 'node:path'
import { describe, expect, it } from 'vitest'
import schemas from '../../src/contract/generated/schema.json' with { type: 'json' }
import { repository } from '../world/memory/host.ts'
import { login, readAcls } from '../world/router/acl.ts'

const groups = readAcls(path.join(repository, 'acl.d'))
const methods = Object.keys(schemas.args)
const mayCall = (session: ReturnType<typeof login>) =>
  methods.filter(name => session.allowed('ubus', 'modem', name))

/** Methods by their names: what neither sets, binds, frees, changes, chooses, ends, restarts, applies, tries out nor does something now only reads. */
const isWrite = (name: string) =>
  /^(?:set|lock|unlock|change|select|cancel)_|^(?:restart|apply|setup|watch_now|try_led)$/.test(name)
const aboutMessages = methods.filter(name => /message|ussd|service_centre/.test(name))
/** What asks the modem many commands, or any, or shows log, configuration and flash. */
const raw = ['at', 'record', 'probe', 'report', 'backup_calibration']
const others = methods.filter(name => !raw.includes(name) && !aboutMessages.includes(name))
const writes = others.filter(isWrite)
const reads = others.filter(name => !isWrite(name))

describe('a session with only modem-status', () => {
  const session = login(groups, { read: ['modem-status'] })

  it.each([...writes, ...aboutMessages, ...raw])('is refused %s', name => {
    expect(session.allowed('ubus', 'modem', name)).toBe(false)
  })

  it('may call everything that reads', () => {
    expect(mayCall(session)).toEqual(reads)
  })

  it('gains nothing by writing what it may only read', () => {
    expect(mayCall(login(groups, { read: ['modem-status'], write: ['modem-status'] }))).toEqual(reads)
  })
})

describe('a session with modem-control', () => {
  it('may read and write, and send no raw command', () => {
    expect(mayCall(login(groups, { write: ['modem-control'] })).sort()).toEqual([...reads, ...writes].sort())
  })

  it('changes nothing when it may only read that group', () => {
    expect(mayCall(login(groups, { read: ['modem-control', 'modem-at'] }))).toEqual(reads)
  })
})

it('messages are read, sent and deleted by modem-messages alone, which may change nothing else', () => {
  expect(aboutMessages).toHaveLength(10)
  const session = login(groups, { write: ['modem-messages'] })
  expect(mayCall(session).sort()).toEqual([...reads, ...aboutMessages].sort())
  expect(mayCall(login(groups, { read: ['modem-messages'] }))).toEqual(reads)
})

it('raw commands need modem-at', () => {
  expect(mayCall(login(groups, { write: ['modem-at'] })).sort()).toEqual([...reads, ...raw].sort())
})

it('a session that may read everything changes nothing, and one without a group sees nothing', () => {
  expect(mayCall(login(groups, { read: ['*'] }))).toEqual(reads)
  expect(mayCall(login(groups, {}))).toEqual([])
})
