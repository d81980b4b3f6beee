import { browserProblem } from './world/browser/browser.ts'
import { routerProblem } from './world/router/root.ts'

/** What a script of package.json may need beside Node.js: why it is not there, or null. */
const needs: Readonly<Record<string, () => string | null>> = {
  router: () => {
    const problem = routerProblem()
    return problem === null ? null : `It needs a scratch router: ${problem}`
  },
  browser: () => (browserProblem === null ? null : `It needs a browser: ${browserProblem}`),
}

for (const name of process.argv.slice(2)) {
  const problem = (needs[name] ?? (() => `There is no need ${name}`))()
  if (problem === null) continue
  console.error(problem)
  process.exitCode = 1
}
