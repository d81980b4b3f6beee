import { describe, expect, it } from 'vitest'
import { usbCompositions } from '../../src/asking/usb-compositions.ts'
import type { Program } from '../world/memory/programs.ts'
import { qmiHost } from '../world/memory/qmi.ts'
import { em7565Aggregating, rm520nEndc } from '../world/modem/qmi-situations.ts'

/** A stand-in of qmicli for a Sierra modem: it tells its compositions and takes another one. */
function qmicli(): { program: Program; runs: string[]; answer: string | null } {
  const functions = { 6: 'DM, NMEA, AT, QMI', 8: 'DM, NMEA, AT, MBIM', 9: 'MBIM' }
  const made = {
    runs: [] as string[],
    answer: null as string | null,
    program: (() => ({ code: 0, stdout: '' })) as Program,
  }
  let current = '6'
  made.program = ({ argv, clock }) => {
    clock.advance(50)
    made.runs.push(argv.slice(1).join(' '))
    if (made.answer !== null) return { code: 1, stdout: made.answer }
    const set = /composition=(\d+)$/.exec(argv.at(-1) ?? '')?.[1]
    if (set !== undefined) {
      current = set
      return { code: 0, stdout: '[/dev/cdc-wdm0] Successfully set USB composition\n' }
    }
    const lines = Object.entries(functions).map(
      ([id, text]) => `\t${id === current ? '[*] ' : '    '}USB composition ${id}: ${text}`,
    )
    return {
      code: 0,
      stdout: `[/dev/cdc-wdm0] Successfully retrieved USB compositions:\n${lines.join('\n')}\n`,
    }
  }
  return made
}

function host(situation = em7565Aggregating) {
  const tool = qmicli()
  const made = qmiHost(situation)
  const withTool = qmiHost(situation, { programs: { uqmi: made.qmi.program, qmicli: tool.program } })
  made.qmi.isPending = () => withTool.wan.pending
  return { ...withTool, qmi: made.qmi, tool }
}

describe('the USB composition of a Sierra modem without an AT port', () => {
  it('is told and changed by qmicli, and there is no id of ours beside its own', async () => {
    const { host: router, tool, qmi } = host()
    await router.call('info')
    expect([...(qmi.ids.get('nas') ?? [])]).toEqual([1])
    expect(await router.call('usb_mode')).toMatchObject({
      current: { id: '6', name: 'DM, NMEA, AT, QMI', protocol: 'qmi', at_port: true },
      possible: [{ id: '6' }, { id: '8', protocol: 'mbim', at_port: true }, { id: '9', at_port: false }],
    })
    expect([...(qmi.ids.get('nas') ?? [])]).toEqual([])
    expect(await router.call('set_usb_mode', { mode: '8' })).toMatchObject({
      before: '6',
      after: '8',
      verified: true,
      restart_needed: true,
    })
    expect(tool.runs.filter(run => run.includes('set'))).toEqual([
      '-d /dev/cdc-wdm0 --dms-swi-set-usb-composition=8',
    ])
    expect(qmi.wrongs).toEqual([])
  })

  it('without an AT port needs force, and nothing is sent without', async () => {
    const { host: router, tool } = host()
    expect(await router.call('set_usb_mode', { mode: '9' })).toMatchObject({ error: 'invalid_argument' })
    expect(await router.call('set_usb_mode', { mode: '77' })).toMatchObject({ error: 'invalid_argument' })
    expect(tool.runs.filter(run => run.includes('set'))).toEqual([])
    expect(await router.call('set_usb_mode', { mode: '9', force: true })).toMatchObject({ verified: true })
  })

  it('is not touched where netifd sets up the interface, the tool is missing, refuses, or the maker is another', async () => {
    const busy = host()
    Object.assign(busy.wan, { up: false, pending: true })
    expect(await busy.host.call('set_usb_mode', { mode: '8' })).toMatchObject({ error: 'port_busy' })
    expect(busy.tool.runs).toEqual([])
    const without = qmiHost(em7565Aggregating)
    expect((await without.host.call('usb_mode')).message).toMatch(/qmi-utils/)
    const refusing = host()
    refusing.tool.answer = `error: couldn't get USB composite modes: QMI protocol error (94): 'NotSupported'\n`
    expect((await refusing.host.call('usb_mode')).message).toMatch(/NotSupported/)
    const other = host(rm520nEndc)
    expect(await other.host.call('usb_mode')).toMatchObject({ error: 'not_supported' })
    expect(other.tool.runs).toEqual([])
  })
})

it('lines that are no compositions are none', () => {
  expect(usbCompositions('error: x\nUSB composition : \n\t[*] USB composition 9999: AT\n')).toEqual({
    current: null,
    possible: [],
  })
})
