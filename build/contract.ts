import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** The ACL capability a method belongs to, from its `@access` tag. */
export type Access = (typeof accesses)[number]

/** Every capability, in the order the ACL file lists them. */
export const accesses = ['status', 'control', 'sms', 'at'] as const

/** A member of an interface: its type as the source writes it, its comment as one line. */
export interface Field {
  name: string
  type: string
  doc: string
  optional: boolean
}

/** An interface or a type alias; `fields` of an interface begin with the inherited ones. */
export interface NamedType {
  name: string
  /** Source file, relative to the root. */
  file: string
  doc: string
  /** Right-hand side of an alias; null for an interface. */
  alias: string | null
  fields: Field[]
}

/** One method of the ubus object. */
export interface Method {
  name: string
  doc: string
  access: Access
  /** Names of the types of its arguments and its answer. */
  args: string
  reply: string
}

/** What the contract's sources say. */
export interface Contract {
  methods: Method[]
  types: Map<string, NamedType>
  /** Error codes with their sentences. */
  failures: Map<string, string>
}

const knownTags = new Set([
  'access',
  ...['pattern', 'minimum', 'maximum', 'minItems', 'maxItems', 'asType'],
  ...['param', 'returns', 'throws', 'see', 'deprecated'],
])

/** Reads `src/contract/*.ts` under `root`. Throws one error that names every mistake with its file and line. */
export function readContract(root: string): Contract {
  const folder = join(root, 'src/contract')
  const contract: Contract = { methods: [], types: new Map(), failures: new Map() }
  const interfaces = new Map<string, ts.InterfaceDeclaration>()
  const mistakes: string[] = []
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.ts'))
    .sort()
    .map(name => {
      const text = readFileSync(join(folder, name), 'utf8')
      return ts.createSourceFile(`src/contract/${name}`, text, ts.ScriptTarget.ES2023, true)
    })

  for (const file of files) {
    mistakes.push(...unknownTags(file))
    for (const statement of file.statements) {
      if (ts.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement)
      if (ts.isTypeAliasDeclaration(statement)) {
        const name = statement.name.text
        contract.types.set(name, {
          name,
          file: file.fileName,
          doc: docOf(statement),
          alias: textOf(statement.type),
          fields: [],
        })
      }
      if (ts.isVariableStatement(statement)) readFailures(statement, contract.failures)
    }
  }
  for (const [name, declaration] of interfaces) {
    if (name === 'ModemApi') readMethods(declaration, contract.methods, mistakes)
    else {
      const file = declaration.getSourceFile().fileName
      contract.types.set(name, {
        name,
        file,
        doc: docOf(declaration),
        alias: null,
        fields: fieldsOf(declaration, interfaces),
      })
    }
  }
  for (const type of contract.types.values()) if (type.alias) type.alias = spelledOut(type.alias, contract)
  if (contract.methods.length === 0)
    mistakes.push('src/contract: there is no interface ModemApi with methods')
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return contract
}

/** `keyof` of an interface or of the table of failures as the union of its names. */
function spelledOut(alias: string, { types, failures }: Contract): string {
  const [, of = ''] = alias.match(/^keyof (\w+|typeof failures)$/) ?? []
  const names =
    of === 'typeof failures' ? [...failures.keys()] : (types.get(of)?.fields ?? []).map(({ name }) => name)
  return names.length > 0 ? names.map(name => `'${name}'`).join(' | ') : alias
}

function readMethods(api: ts.InterfaceDeclaration, methods: Method[], mistakes: string[]) {
  for (const member of api.members) {
    const name = member.name?.getText() ?? '?'
    const access = accesses.find(known => tagText(member, 'access') === known)
    const argument = ts.isMethodSignature(member) ? member.parameters[0]?.type : undefined
    if (!ts.isMethodSignature(member) || member.parameters.length !== 1 || !argument || !member.type)
      mistakes.push(`${place(member)}: ${name} must be a method with one typed argument and a typed answer`)
    else if (!/^[a-z][a-z0-9_]*$/.test(name))
      mistakes.push(`${place(member)}: ${name} is no name for a ubus method`)
    else if (!access)
      mistakes.push(`${place(member)}: ${name} needs @access with one of ${accesses.join(', ')}`)
    else
      methods.push({ name, doc: docOf(member), access, args: textOf(argument), reply: textOf(member.type) })
  }
}

function fieldsOf(
  declaration: ts.InterfaceDeclaration,
  interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>,
): Field[] {
  const parents = (declaration.heritageClauses ?? []).flatMap(clause => clause.types)
  const inherited = parents.flatMap(parent => {
    const found = interfaces.get(parent.expression.getText())
    return found ? fieldsOf(found, interfaces) : []
  })
  const own = declaration.members.filter(ts.isPropertySignature).map(member => ({
    name: member.name.getText(),
    type: member.type ? textOf(member.type) : 'unknown',
    doc: docOf(member),
    optional: member.questionToken !== undefined,
  }))
  return [...inherited.filter(field => !own.some(({ name }) => name === field.name)), ...own]
}

function readFailures(statement: ts.VariableStatement, failures: Map<string, string>) {
  for (const { name, initializer } of statement.declarationList.declarations) {
    if (name.getText() !== 'failures' || !initializer) continue
    const table = ts.isAsExpression(initializer) ? initializer.expression : initializer
    if (!ts.isObjectLiteralExpression(table)) continue
    for (const entry of table.properties)
      if (ts.isPropertyAssignment(entry) && ts.isStringLiteralLike(entry.initializer))
        failures.set(entry.name.getText(), entry.initializer.text)
  }
}

function unknownTags(file: ts.SourceFile): string[] {
  const tags = new Set<ts.JSDocTag>()
  const visit = (node: ts.Node) => {
    for (const tag of ts.getJSDocTags(node)) tags.add(tag)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return [...tags]
    .filter(tag => !knownTags.has(tag.tagName.text))
    .map(tag => `${place(tag)}: unknown tag @${tag.tagName.text}`)
}

function docOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)
  return oneLine(ts.getTextOfJSDocComment(comment?.comment) ?? '').replace(/\{@link (\w+)\}/g, '`$1`')
}

function tagText(node: ts.Node, name: string): string | undefined {
  const tag = ts.getJSDocTags(node).find(({ tagName }) => tagName.text === name)
  return tag && oneLine(ts.getTextOfJSDocComment(tag.comment) ?? '')
}

function place(node: ts.Node): string {
  const file = node.getSourceFile()
  return `${file.fileName}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
}

const textOf = (node: ts.Node) => oneLine(node.getText()).replace(/^\| /, '')
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
