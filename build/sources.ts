import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** One import of a source. */
export interface Import {
  /** What is imported from: a source, or what stands in the import where it is none. */
  from: string
  /** Names of values, `*` for all of them; empty where only types are imported. */
  values: string[]
  /** Whether it is an `import()`. */
  dynamic: boolean
}

/** What a source exports and imports. Paths are relative to the root, with extension. */
export interface Source {
  /** Names of exported values. */
  exports: string[]
  imports: Import[]
  lines: number
}

/** Every source the router may need, by its path: all of `src` but declarations and the Node platform. */
export function readSources(root: string): Map<string, Source> {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map(path => join('src', path))
    .filter(path => /(?<!\.d)\.ts$/.test(path) && !path.startsWith('src/platform/node/'))
    .sort()
  return new Map(paths.map(path => [path, readSource(path, readFileSync(join(root, path), 'utf8'))]))
}

function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const source: Source = { exports: [], imports: [], lines: text.split('\n').length }
  const add = (specifier: string, values: string[], dynamic = false) =>
    source.imports.push({
      from: specifier.startsWith('.') ? join(dirname(path), specifier) : specifier,
      values,
      dynamic,
    })
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments
      if (specifier && ts.isStringLiteral(specifier)) add(specifier.text, ['*'], true)
    }
    ts.forEachChild(node, visit)
  }
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier))
      add(statement.moduleSpecifier.text, importedValues(statement.importClause))
    else if (ts.isExportDeclaration(statement)) readReexport(statement, source, add)
    else if (isExported(statement)) source.exports.push(...declaredValues(statement))
    visit(statement)
  }
  return source
}

function readReexport(
  { exportClause, isTypeOnly, moduleSpecifier }: ts.ExportDeclaration,
  source: Source,
  add: (specifier: string, values: string[]) => void,
): void {
  const elements = exportClause && ts.isNamedExports(exportClause) ? exportClause.elements : []
  const values = isTypeOnly ? [] : elements.filter(element => !element.isTypeOnly)
  source.exports.push(...values.map(({ name }) => name.text))
  if (moduleSpecifier && ts.isStringLiteral(moduleSpecifier))
    add(
      moduleSpecifier.text,
      values.map(({ name, propertyName }) => (propertyName ?? name).text),
    )
}

function importedValues(clause: ts.ImportClause | undefined): string[] {
  if (clause === undefined) return ['*']
  if (clause.isTypeOnly) return []
  const { namedBindings } = clause
  const first = clause.name ? ['default'] : []
  if (!namedBindings) return first
  if (ts.isNamespaceImport(namedBindings)) return ['*']
  const named = namedBindings.elements.filter(element => !element.isTypeOnly)
  return [...first, ...named.map(({ name, propertyName }) => (propertyName ?? name).text)]
}

const isExported = (statement: ts.Statement) =>
  ts.canHaveModifiers(statement) &&
  ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true

function declaredValues(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  const isValue = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
  return isValue && statement.name ? [statement.name.text] : []
}
