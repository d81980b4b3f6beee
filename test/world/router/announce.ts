import { engineSuites } from './projects.ts'
import { engine, realEngines } from './qjs.ts'
import { routerProblem } from './root.ts'

/** Vitest's global setup: says once which engines the router tests run, or why they cannot. */
export function setup(): void {
  const problem = routerProblem()
  const where = problem === null ? 'busybox ash in a scratch root' : `no scratch root: ${problem}`
  console.log(`Router rig: ${engine().description}; ${where}.`)
  for (const { description } of realEngines().slice(1))
    console.log(`Router rig: ${engineSuites.join(', ')} once more with ${description}.`)
}
