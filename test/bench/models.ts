import { recorded } from '../world/memory/modems.ts'
import { setUp } from '../world/router/modems.ts'
import { instructionsOf, stageValgrind } from './instructions.ts'

/** Ten recorded modems of ten dialects and chips. */
const models = [
  'fibocom/fg621-lte-a',
  'quectel/rm520n-nsa',
  'quectel/rm520n-pci-sa',
  'huawei/e3372-lte',
  'zte/mf286r-lte-a',
  'sierra/em7455-lte-a',
  'simcom/sim8200-nsa',
  'telit/lm960-lte-a',
  'meig/slm750-lte',
  'foxconn/t99w175-nsa',
]

/** What a warm `info` of the models costs, in millions of instructions of qjs; `count` is 0 where that cannot be counted. */
export async function warmModels(): Promise<{
  count: number
  median: number
  worst: number
  name: string
}> {
  const found: { name: string; millions: number }[] = []
  for (const name of models) {
    const setup = await setUp([recorded(name)])
    try {
      if (!stageValgrind(setup.router)) break
      await setup.router.run(['/usr/libexec/rpcd/modem', 'call', 'info'], { stdin: '{}' })
      const argv = ['qjs', '-m', '/usr/share/modem/rpcd.js', 'call', 'info']
      const millions = await instructionsOf(setup.router, argv, '{"max_age":0}')
      if (millions !== null) found.push({ name, millions })
    } finally {
      await setup.close()
    }
  }
  found.sort((a, b) => a.millions - b.millions)
  const [middle, last] = [found[Math.floor(found.length / 2)], found.at(-1)]
  return {
    count: found.length,
    median: middle?.millions ?? 0,
    worst: last?.millions ?? 0,
    name: last?.name ?? '',
  }
}
