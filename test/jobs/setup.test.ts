import { describe, expect, it } from 'vitest'
import type { SetupChange } from '../../src/contract/setup.ts'
import { readSetupUndo, runSetup, type SetupTrial, takeBackSetup } from '../../src/jobs/setup.ts'
import type { Job } from '../../src/jobs/task.ts'
import { isWatched } from '../../src/jobs/undo.ts'
import { createHost } from '../world/memory/host.ts'
import { fg621 } from '../world/memory/modems.ts'
import { type Card, sim } from '../world/modem/sim.ts'
import type { Behaviour } from '../world/modem/simulator.ts'

const change = (
  option: string | null,
  before: SetupChange['before'],
  value: SetupChange['value'],
): SetupChange => ({
  config: 'network',
  section: 'wwan',
  option,
  before,
  value,
  reason: 'It has to be.',
  command: '',
})
const made = [change(null, null, 'interface'), change('proto', null, 'dhcp')]
const mended = [change('device', 'eth1', 'wwan0'), change('apn', 'old', null)]
const trial = (changes: SetupChange[]): SetupTrial => ({
  modem: 'usb-1-1',
  at: { bus: 'usb', path: '1-1' },
  interface: 'wwan',
  changes,
  dials: false,
  confirm_s: 60,
})

/** A router whose `uci` is noted down, which gets an address or not; `refuse`: the words it fails at. */
function router({
  address = true,
  refuse = '',
  uncommitted = '',
  behaviours = [] as readonly Behaviour[],
} = {}) {
  const host = createHost([{ script: fg621() }], { behaviours, ...(address ? {} : { dump: [] }) })
  const uci: string[] = []
  const said: string[] = []
  let word: 'keep' | 'cancel' | null = null
  const { exec } = host.platform
  host.platform.exec = async (argv, until) => {
    if (argv[0] === 'uci') {
      if (argv[1] === 'changes') return { code: 0, stdout: uncommitted }
      uci.push(argv.slice(1).join(' '))
      return { code: argv.slice(1).join(' ') === refuse ? 1 : 0, stdout: '' }
    }
    if (/reload$/.test(argv.join(' ')) || argv.includes('up')) return { code: 0, stdout: '' }
    return exec(argv, until)
  }
  const job: Job = {
    name: 'setup-1',
    platform: host.platform,
    replyBy: 0,
    deadline: 600_000,
    call: ms => ({ platform: host.platform, deadline: host.platform.now() + ms }),
    say: progress => void said.push(progress),
    show: () => {},
    answer: () => {},
    wanted: () => word,
  }
  const say = (what: 'keep' | 'cancel') => {
    word = what
  }
  return { host, uci, said, job, say }
}

describe('a set-up of the network', () => {
  it('is kept when the interface has an address', async () => {
    const { uci, job, host } = router()
    expect(await runSetup(trial(mended), job)).toMatchObject({ outcome: 'kept' })
    expect(uci).toEqual(['set network.wwan.device=wwan0', 'delete network.wwan.apn', 'commit network'])
    expect(readSetupUndo(host.platform.files)).toBeNull()
  })

  it('is taken back, option by option, when it has none in time', async () => {
    const { uci, job, host } = router({ address: false })
    expect(await runSetup(trial(mended), job)).toMatchObject({ outcome: 'taken_back' })
    expect(uci.slice(3)).toEqual([
      'set network.wwan.device=eth1',
      'set network.wwan.apn=old',
      'commit network',
    ])
    expect(readSetupUndo(host.platform.files)).toBeNull()
  })

  it('that made a section removes it', async () => {
    const { uci, job } = router({ address: false })
    await runSetup(trial(made), job)
    expect(uci.slice(-2)).toEqual(['delete network.wwan', 'commit network'])
  })

  it('stays when a person says so, and goes when he says that', async () => {
    const kept = router({ address: false })
    kept.say('keep')
    expect(await runSetup(trial(made), kept.job)).toMatchObject({ outcome: 'kept' })
    const gone = router({ address: false })
    gone.say('cancel')
    const { outcome, message } = await runSetup(trial(made), gone.job)
    expect([outcome, message]).toEqual(['taken_back', expect.stringMatching(/^It was said/)])
  })

  it('is all or nothing: a command that fails takes back what came before it', async () => {
    const { uci, job, host } = router({ refuse: 'set network.wwan.proto=dhcp' })
    await expect(runSetup(trial(made), job)).rejects.toMatchObject({ code: 'not_stored' })
    expect(uci.at(-1)).toBe('revert network')
    expect(uci).not.toContain('commit network')
    expect(readSetupUndo(host.platform.files)).toBeNull()
  })

  it('leaves alone what somebody else has not committed yet', async () => {
    const { uci, job } = router({ uncommitted: "network.lan.ipaddr='10.0.0.1'\n" })
    await expect(runSetup(trial(made), job)).rejects.toThrow(/somebody has changes of network/)
    expect(uci).toEqual([])
  })

  it('is noted on flash before anything is written, and changes nothing where it cannot be', async () => {
    const { uci, job, host } = router()
    host.platform.files.write = () => false
    await expect(runSetup(trial(made), job)).rejects.toMatchObject({ code: 'not_stored' })
    expect(uci).toEqual([])
  })

  it('that was taken back before the power failed is taken back again without a fault', async () => {
    const { uci, job, host } = router({ address: false, refuse: 'delete network.wwan' })
    expect(await runSetup(trial(made), job)).toMatchObject({ outcome: 'taken_back' })
    expect(uci.slice(-2)).toEqual(['delete network.wwan', 'commit network'])
    expect(readSetupUndo(host.platform.files)).toBeNull()
  })

  it('that a power cut left behind is taken back by the next start', async () => {
    const { uci, job, host } = router({ address: false })
    const { sleep } = host.platform
    host.platform.sleep = () => Promise.reject(new Error('the power is gone'))
    await expect(runSetup(trial(made), job)).rejects.toThrow('the power is gone')
    host.platform.sleep = sleep
    const left = readSetupUndo(host.platform.files)
    expect(left && isWatched(host.platform, left)).toBe(false)
    const reply = await host.call('apply')
    expect(JSON.stringify(reply)).toContain('The set-up was cut short and is taken back.')
    expect(uci.slice(-2)).toEqual(['delete network.wwan', 'commit network'])
    expect(readSetupUndo(host.platform.files)).toBeNull()
    if (left) await takeBackSetup(job, left)
  })
})

describe('a PIN that a set-up is to write for netifd, which gives it again and again', () => {
  const withPin = (pin: string) => trial([...made, change('pincode', null, pin)])
  const withCard = (card: Card) => router({ behaviours: [sim(card)] })
  const given = ({ host }: ReturnType<typeof router>) =>
    host.simulators[0]?.log.filter(({ line }) => /\+CPIN="/.test(line)).length

  it('is given to the card first, and written when the card has taken it', async () => {
    const rig = withCard({})
    expect(await runSetup(withPin('1234'), rig.job)).toMatchObject({ outcome: 'kept' })
    expect(given(rig)).toBe(1)
    expect(rig.uci).toContain('set network.wwan.pincode=1234')
  })

  it('is not written when the card refuses it, and costs one attempt however often it is wished', async () => {
    const rig = withCard({})
    for (const code of ['refused_by_modem', 'invalid_argument', 'invalid_argument'])
      await expect(runSetup(withPin('9999'), rig.job)).rejects.toMatchObject({ code })
    expect(given(rig)).toBe(1)
    expect(rig.uci).toEqual([])
    expect(readSetupUndo(rig.host.platform.files)).toBeNull()
  })

  it.each([0, 1])('is not given with %s attempts left', async pinAttempts => {
    const rig = withCard({ pinAttempts })
    await expect(runSetup(withPin('9999'), rig.job)).rejects.toMatchObject({ code: 'invalid_argument' })
    expect([given(rig), rig.uci]).toEqual([0, []])
  })
})
