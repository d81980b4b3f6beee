import { describe, expect, it } from 'vitest'
import { routerProblem } from '../rig/root.ts'
import { soak } from './soak.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`The soak is skipped: ${problem}`)

describe.skipIf(problem !== null)(
  'a long series of refreshes with a difficult modem and killed callers',
  () => {
    it('gives valid answers and leaves no process and no file behind', { timeout: 120_000 }, async () => {
      const report = await soak(60, 7)
      expect(report).toMatchObject({ invalid: [], processes: [], files: [] })
      expect(report.killed).toBeGreaterThan(0)
      expect(report.growthMb).toBeLessThan(20)
    })
  },
)
