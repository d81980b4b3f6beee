import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../world/memory/host.ts'
import { fibocom } from '../world/modem/fibocom.ts'
import { readFixture } from '../world/modem/fixture.ts'
import { reply } from '../world/modem/script.ts'
import type { Behaviour } from '../world/modem/simulator.ts'
import { setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`A restart during a trial is not tested on a router: ${problem}`)

/** Finds no network. */
const isSearching: Behaviour = () => ({
  answer: part => (/^\+C(?:E|G|5G)?REG\?$/.test(part) ? reply([`${part.slice(0, -1)}: 0,2`]) : undefined),
})

describe.skipIf(problem !== null)('a change on trial when the router starts anew', () => {
  it('is put back by the hotplug script though nothing is configured, and once', async () => {
    const script = readFixture(join(repository, 'test/fixtures/fibocom/fg621-lte-a.at'))
    const { router, hosts, close } = await setUp([script], { behaviours: [isSearching, ...fibocom()] })
    const writes = () => hosts[0]?.log.filter(({ line }) => /\+GTACT=\d/.test(line)).length
    const modem = async (...words: string[]) =>
      JSON.parse((await router.run(['/usr/bin/modem', ...words])).stdout)
    const plugIn = () =>
      router.run(['/bin/sh', '-c', '. /etc/hotplug.d/tty/60-modem'], {
        env: { ACTION: 'add', DEVPATH: '/devices/platform/usb1/1-1/1-1:1.2/ttyUSB0/tty/ttyUSB0' },
      })
    try {
      const before = await modem('bands')
      await modem('set_bands', 'rat=lte', 'bands=20', 'keep_if=registered', 'within_s=600')
      expect((await modem('bands')).enabled.lte).toEqual([20])
      const isJob = ({ argv }: { argv: readonly string[] }) => argv.some(word => word.endsWith('/job.js'))
      for (const { pid } of router.running().filter(isJob)) await router.run(['kill', '-9', String(pid)])
      await expect.poll(() => router.running().filter(isJob)).toEqual([])
      await router.run(['rm', '-rf', '/var/run/modem'])
      expect(router.read('/etc/modem/undo/usb-1-1.json')).not.toBeNull()
      await plugIn()
      await expect
        .poll(() => router.read('/etc/modem/undo/usb-1-1.json'), { timeout: 60_000, interval: 500 })
        .toBeNull()
      await expect
        .poll(async () => (await modem('bands')).enabled, { timeout: 30_000 })
        .toEqual(before.enabled)
      expect(writes()).toBe(2)
      const stat = await router.run(['/bin/sh', '-c', 'ls -ldn /etc/modem/undo'])
      expect(stat.stdout).toMatch(/^drwx------ /)
    } finally {
      await close()
    }
  }, 150_000)
})
