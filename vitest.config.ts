import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { closing } from './test/closing.ts'
import { projects } from './test/world/router/projects.ts'
import { realEngines } from './test/world/router/qjs.ts'

const shared = { pool: 'forks', testTimeout: 120_000, hookTimeout: 240_000 } as const
const [whole, ...others] = projects(realEngines())

export default defineConfig({
  test: {
    ...(others.length === 0
      ? { ...shared, include: whole.include }
      : { projects: [whole, ...others].map(project => ({ test: { ...shared, ...project } })) }),
    // Many files wait for modems and pages: two side by side are faster on a machine with two cores, too.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ['default', closing()],
    globalSetup: ['test/world/router/announce.ts'],
  },
})
