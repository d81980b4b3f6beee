import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { engineSuites, projects } from './projects.ts'
import { engine, type RealEngine, realEngines } from './qjs.ts'

const current = engine()
const real = (version: string): RealEngine => {
  const binary = `/opt/${version}/qjs`
  return { kind: 'path', version, description: '', binary, command: [binary] }
}

describe('the engines of a test run', () => {
  it.skipIf(current.kind === 'wasm')('are the given ones alone, each version once', () => {
    const binary = 'binary' in current ? current.binary : ''
    expect(realEngines(`${binary}:${binary}`)).toEqual([current])
  })

  it('must run where they are given', () => {
    for (const path of ['/none/qjs', process.execPath])
      expect(() => realEngines(path)).toThrow(`${path} is no qjs that runs here`)
  })

  it('run everything with the first and some suites with each of the others', () => {
    const whole = { include: ['test/**/*.test.ts'], env: {} }
    expect(projects([])).toMatchObject([whole])
    expect(projects([real('1'), real('2')])).toMatchObject([
      whole,
      { name: 'qjs 2', include: engineSuites, env: { MODEM_QJS: '/opt/2/qjs' } },
    ])
  })

  it.each(engineSuites)('find %s', suite => {
    expect(existsSync(join(import.meta.dirname, '../../..', suite))).toBe(true)
  })
})
