import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { recorded } from '../world/memory/modems.ts'
import { type Setup, setUp } from '../world/router/modems.ts'
import { routerProblem } from '../world/router/root.ts'
import { canTrace } from '../world/router/run.ts'

const problem = routerProblem() ?? (canTrace() ? null : 'strace cannot be used')
if (problem !== null) console.warn(`What a call loads is not looked at: ${problem}`)

describe.skipIf(problem !== null)('the code that a call loads', () => {
  let setup: Setup
  const scripts = async (method: string, args: object) => {
    const run = await setup.router.run(['/usr/libexec/rpcd/modem', 'call', method], {
      stdin: JSON.stringify(args),
      trace: true,
      timeoutMs: 20_000,
    })
    const found = (run.opened ?? []).flatMap(path => /^\/usr\/share\/modem\/(.*)\.js$/.exec(path)?.[1] ?? [])
    return [...new Set(found)].sort()
  }

  beforeAll(async () => {
    setup = await setUp([recorded('fibocom/fg621-lte-a')])
  })
  afterAll(() => setup.close())

  it('is everything when nothing is known, and no more than the budget counts afterwards', async () => {
    const shared = ['aggregation', 'asking', 'core', 'dialects/fibocom', 'files']
    const warm = [...shared, 'backend', 'methods/info', 'rpcd'].sort()
    expect(await scripts('info', { max_age: 0 })).toEqual(
      [...warm, 'condition', 'host', 'identity', 'networks', 'operators'].sort(),
    )
    expect(await scripts('info', { max_age: 0 })).toEqual(warm)
    for (const method of ['info', 'signal']) expect(await scripts(method, { max_age: 3_600_000 })).toEqual([])
  })

  it.each(['info', 'signal', 'status'])(
    'is a small script where %s of the command lies ready',
    async method => {
      const small = await vi.waitFor(
        async () => {
          await scripts(method, {})
          const run = await setup.router.run(['modem', method], { trace: true })
          expect((run.opened ?? []).filter(path => path.endsWith('.js'))).toEqual([
            '/usr/share/modem/cli-ready.js',
          ])
          return run
        },
        { timeout: 30_000 },
      )
      const whole = await setup.router.run(['modem', method, 'max_age=60000'])
      const ageless = (text: string) => text.replace(/"(age_ms|since_s)": \d+/g, '$1')
      expect([ageless(small.stdout), small.stderr, small.code]).toEqual([ageless(whole.stdout), '', 0])
    },
  )
})
