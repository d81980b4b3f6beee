import type { RealEngine } from './qjs.ts'

/** What is run once more with every further engine: the parts where QuickJS itself is most likely to differ. */
export const engineSuites: readonly string[] = [
  'test/platform/platform.test.ts',
  'test/e2e/router.test.ts',
  'test/e2e/loads.test.ts',
  'test/security/models.test.ts',
]

/** A part of the test run. */
export interface Project {
  name: string
  include: string[]
  env: Record<string, string>
}

/** The parts of the test run: everything with the first engine, and {@link engineSuites} with each of the others. */
export function projects(engines: readonly RealEngine[]): [Project, ...Project[]] {
  const [, ...others] = engines
  const further = others.map(({ version, binary }) => ({
    name: `qjs ${version}`,
    include: [...engineSuites],
    env: { MODEM_QJS: binary },
  }))
  return [{ name: 'everything', include: ['test/**/*.test.ts'], env: {} }, ...further]
}
