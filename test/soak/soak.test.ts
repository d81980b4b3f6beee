import { describe, expect, it } from 'vitest'
import { engine } from '../world/router/qjs.ts'
import { routerProblem } from '../world/router/root.ts'
import { soak, type Trend } from './soak.ts'

const problem = routerProblem()
if (problem !== null) console.warn(`The soak is skipped: ${problem}`)

const growth = ({ first, last }: Trend) => last - first

describe.skipIf(problem !== null)(
  'a long series of refreshes with a difficult modem and killed callers',
  () => {
    it('gives valid answers, leaves nothing behind, and nothing grows', { timeout: 180_000 }, async () => {
      const report = await soak(60, 7)
      expect(report).toMatchObject({ invalid: [], processes: [], files: [] })
      expect(report.killed).toBeGreaterThan(0)
      expect(growth(report.heapMb)).toBeLessThan(20)
      expect(growth(report.ownDescriptors)).toBeLessThanOrEqual(2)
      expect(report.remembered.first).toBeGreaterThan(1000)
      expect(growth(report.remembered)).toBeLessThan(500)
      expect(report.peakKb.first).toBeGreaterThan(1000)
      expect(growth(report.peakKb)).toBeLessThan(300)
      expect(report.descriptors.first).toBeGreaterThan(2)
      expect(growth(report.descriptors)).toBe(0)
      expect(report.lastingKb.first).toBeGreaterThan(1000)
      if (engine().kind !== 'wasm') expect(growth(report.lastingKb)).toBeLessThan(500)
    })
  },
)
