import ts from 'typescript'
import { expect, test } from 'vitest'
import { generate } from '../../build/generate.ts'
import { contract, project, repository } from './project.ts'

const path = 'luci-view/htdocs/luci-static/resources/modem/api.js'

/** Runs the module as LuCI's loader does: the body of a function whose arguments are the required modules. */
function declared(source: string): Record<string, unknown> {
  const baseclass = { extend: (members: unknown) => members }
  const rpc = { declare: (options: unknown) => options }
  return new Function('baseclass', 'rpc', source)(baseclass, rpc)
}

test('every method of the contract is declared with its arguments in order', () => {
  const api = declared(generate(project(contract)).get(path) ?? '')
  expect(api).toEqual({
    look: { object: 'modem', method: 'look', params: ['lamp'] },
    paint: { object: 'modem', method: 'paint', params: ['lamp', 'colour', 'layers'] },
  })
})

test('the JSDoc of the real module is valid for the type checker and knows the types of the contract', () => {
  const source = `
    /**
     * @param {{ extend: <Members>(members: Members) => Members }} baseclass
     * @param {{ declare: (options: object) => any }} rpc
     */
    function load(baseclass, rpc) {
      ${generate(repository).get(path)}
    }
    const api = load({ extend: members => members }, { declare: () => () => {} })
    async function use() {
      const reply = await api.set_bands(undefined, 'lte', [3])
      /** @type {boolean} */
      const verified = typeof reply === 'object' && 'verified' in reply && reply.verified
      // @ts-expect-error: there is no such technology
      return verified && api.set_bands(undefined, 'wimax', [3])
    }`
  expect(problems(source)).toEqual([])
})

function problems(text: string): string[] {
  const options: ts.CompilerOptions = {
    allowJs: true,
    checkJs: true,
    strict: true,
    noEmit: true,
    lib: ['lib.es2023.d.ts'],
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getSourceFile = (name, target) =>
    name === '/api.js' ? ts.createSourceFile(name, text, target) : getSourceFile(name, target)
  const program = ts.createProgram(['/api.js'], options, host)
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}
