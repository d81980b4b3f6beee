import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { fileOf, resources, sources, toModule } from './module.ts'

/**
 * What the type checker says about the LuCI pages, one text per problem. They are read as modules, see `toModule`;
 * lines are those of the source. LuCI's own API is declared in luci-view/types.
 */
export function problems(root: string): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.luci.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'))
    },
  })
  if (config === undefined) throw new Error('tsconfig.luci.json is missing')
  const options = { ...config.options, noEmit: true }
  const host = ts.createCompilerHost(options)
  const { readFile } = host
  const folder = join(root, resources)
  host.readFile = path => {
    const text = readFile(path)
    return path.startsWith(folder) && path.endsWith('.js') && text !== undefined ? toModule(text) : text
  }
  host.getSourceFile = (path, target) => {
    const text = host.readFile(path)
    return text === undefined ? undefined : ts.createSourceFile(path, text, target, true)
  }
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const own = from.startsWith(folder) ? fileOf(root, text) : null
      if (own !== null) return { resolvedModule: { resolvedFileName: own, extension: ts.Extension.Js } }
      return ts.resolveModuleName(text, from, options, host)
    })
  const files = [...config.fileNames, ...sources(root).map(path => join(root, path))]
  const program = ts.createProgram(files, options, host)
  const format: ts.FormatDiagnosticsHost = {
    getCanonicalFileName: name => name,
    getCurrentDirectory: () => root,
    getNewLine: () => '\n',
  }
  return ts.getPreEmitDiagnostics(program).map(found => ts.formatDiagnostic(found, format).trimEnd())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = problems(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
  if (found.length > 0) process.stderr.write(`${found.join('\n')}\n`)
  process.exitCode = found.length > 0 ? 1 : 0
}
