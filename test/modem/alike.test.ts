import { describe, expect, it } from 'vitest'
import type { ModemInfo } from '../../src/contract/info.ts'
import { hostWith, programOf } from '../world/manager/host.ts'
import { createManager } from '../world/manager/mmcli.ts'
import { aggregationAs, managedAs, umbimAs } from '../world/manager/told.ts'
import { createUmbim } from '../world/manager/umbim.ts'
import { createHost } from '../world/memory/host.ts'
import { hardwareOf } from '../world/memory/layout.ts'
import { mistakesOf, recorded } from '../world/memory/modems.ts'
import { homeOf } from '../world/sysfs.ts'

const situations = [
  'foxconn/t99w175-nsa',
  'foxconn/t99w175-searching',
  'foxconn/dw5930e-sa',
  'foxconn/mv31-no-sim',
  'fibocom/fm350-nsa',
  'fibocom/fm350-sa',
  'quectel/ec25-lte',
  'sierra/em7455-lte-a',
]

async function overAt(name: string): Promise<ModemInfo> {
  return (await createHost([{ script: recorded(name) }]).call('info')) as unknown as ModemInfo
}

/** What every way can know: the state of card, registration and network, and who the modem is. */
function common({ imei, sim, registration, operator }: ModemInfo) {
  const { state, imsi, iccid } = sim
  return {
    imei,
    sim: { state, imsi, iccid },
    registration: registration.state,
    plmn: [operator.mcc, operator.mnc, operator.name],
  }
}

/** What ModemManager can know beyond that, with qmicli beside it. */
function detailed(info: ModemInfo) {
  const { vendor, model, firmware, rat, signal, cell, carriers } = info
  const { rsrp, rsrq, sinr } = signal
  const measured = (role: string, kind: string) => role === 'pcc' || kind === 'nr'
  return {
    ...common(info),
    ...{ vendor, model, firmware, rat, cell },
    signal: { rsrp, rsrq, sinr },
    carriers: carriers.map(
      ({ role, rat: kind, band, channel, downlink_mhz, pci, active, rsrp: power, rsrq: quality }) => ({
        ...{ role, kind, band, channel, downlink_mhz, pci, active },
        ...(measured(role, kind) ? { power, quality } : {}),
      }),
    ),
  }
}

describe('one situation told by two ways', () => {
  it.each(situations)('is the same by AT and by ModemManager: %s', async name => {
    const script = recorded(name)
    const told = await overAt(name)
    const options = managedAs(told, homeOf(hardwareOf(script)), [
      'cdc-wdm0 (qmi)',
      `${script.port?.name} (at)`,
      'wwan0 (net)',
    ])
    const manager = createManager(options)
    const qmicli = { run: () => ({ code: 0, stdout: aggregationAs(told) }) }
    const host = createHost([{ script }], {
      programs: { mmcli: programOf(manager), qmicli: programOf(qmicli) },
    })
    host.nodes.set('/var/run/modemmanager/modemmanager.pid', { text: '512\n' })
    host.nodes.set('/proc/512/comm', { text: 'ModemManager\n' })
    const managed = (await host.call('info')) as unknown as ModemInfo
    expect(mistakesOf('info', managed)).toBe('')
    expect(managed.ways).toEqual(['modemmanager'])
    expect(detailed(managed)).toEqual(detailed(told))
    expect(host.simulators[0]?.log).toEqual([])
  })

  it.each(situations)('is the same by AT and by MBIM: %s', async name => {
    const told = await overAt(name)
    const umbim = createUmbim({ answers: umbimAs(told) })
    const host = hostWith({ id: '1209:0001', driver: 'cdc_mbim' }, { programs: { umbim: programOf(umbim) } })
    const seen = (await host.call('info')) as unknown as ModemInfo
    expect(seen.ways).toEqual(['mbim'])
    expect(common(seen)).toEqual(common(told))
    expect(seen.firmware).toBe(told.firmware)
  })
})
