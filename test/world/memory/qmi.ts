import { parseFixture } from '../modem/fixture.ts'
import type { QmiSituation } from '../modem/qmi-situations.ts'
import type { ModemScript } from '../modem/script.ts'
import { createQmiModem, type QmiModem } from '../modem/uqmi.ts'
import { createHost, type Host, type HostOptions } from './host.ts'
import { drawControlNode } from './story.ts'

/** An interface of netifd over the modem, as its dump tells it. */
export interface QmiInterface {
  interface: string
  proto: string
  up: boolean
  pending: boolean
  available: boolean
  autostart: boolean
  l3_device?: string
  data: Record<string, unknown>
}

/** A host with one modem that speaks QMI on `/dev/cdc-wdm0`, and AT where its script has a port. */
export interface QmiHost {
  host: Host
  qmi: QmiModem
  /** What netifd tells; tests change it. */
  wan: QmiInterface
  /** Runs of uqmi since the last look. */
  runs(): number
  /** Puts a modem back that was taken off its bus: no client id of before is valid. */
  plug(): void
}

/** Makes such a host. The interface `wan` is up by proto qmi, and its session has the client id 20 of WDS. */
export function qmiHost(
  { device, answers }: QmiSituation,
  { script = parseFixture(device), ...options }: HostOptions & { script?: ModemScript } = {},
): QmiHost {
  const qmi = createQmiModem(answers, { owned: { wds: 20 } })
  const wan: QmiInterface = {
    interface: 'wan',
    proto: 'qmi',
    up: true,
    pending: false,
    available: true,
    autostart: true,
    l3_device: 'wwan0',
    data: { cid_4: 20, pdh_4: 1234 },
  }
  qmi.isPending = () => wan.pending
  const network = `config interface 'wan'\n\toption proto 'qmi'\n\toption device '/dev/cdc-wdm0'\n`
  const host = createHost([{ script }], {
    uci: { network },
    dump: [wan],
    programs: { uqmi: qmi.program },
    ...options,
  })
  const draw = () => {
    for (const [path, node] of drawControlNode('cdc-wdm0', number)) host.nodes.set(path, node)
  }
  const number = script.net === null ? 4 : script.port?.interface === 4 ? 5 : 4
  draw()
  let seen = 0
  return {
    host,
    qmi,
    wan,
    runs() {
      const since = qmi.runs.length - seen
      seen = qmi.runs.length
      return since
    },
    plug() {
      qmi.forgetIds()
      qmi.fault = null
      host.plug()
      draw()
    },
  }
}
