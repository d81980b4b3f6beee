import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Check, stages } from '../../src/checks/check.ts'
import { load } from '../load.ts'

const folder = 'src/checks'

/** Names of the checks of the project at `root`: the files of the room that hold one. */
export function checkNames(root: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder))
    .filter(file => file.endsWith('.ts'))
    .map(file => basename(file, '.ts'))
    .filter(name =>
      readFileSync(join(root, folder, `${name}.ts`), 'utf8').includes(`export const ${name} = check(`),
    )
    .sort()
}

/** The one list of all checks, so that a check is one file and no registry is kept by hand. */
export function checkTable(root: string, header: string): string {
  const names = checkNames(root)
  return [
    `// ${header}`,
    "import type { Check } from '../check.ts'",
    ...names.map(name => `import { ${name} } from '../${name}.ts'`),
    '',
    '/** Every check of the doctor. */',
    'export const checks: readonly Check[] = [',
    ...names.map(name => `  ${name},`),
    ']',
    '',
  ].join('\n')
}

const titles = {
  device: 'The device on its bus',
  port: 'The AT port',
  radio: 'The radio',
  sim: 'The SIM card',
  configuration: 'The configuration',
  registration: 'The network',
  dialling: 'Dialling',
  connection: 'The connection',
  quality: 'Quality',
  router: 'The router',
} satisfies Record<(typeof stages)[number], string>

/** Placeholders are shown as what they are, `…` for a text that somebody else tells. */
const shown = (text: string) =>
  text.replace(/\{(?:reason|why)\}$/, '*What was seen, in words.*').replace(/\{(\w+)\}/g, '*$1*')

/** `docs/doctor.md`: what every check looks at, what it says, and what cures it. */
export async function doctorPage(root: string, header: string): Promise<string> {
  const checks: Check[] = []
  for (const name of checkNames(root)) {
    const found = (await load(join(root, folder, `${name}.ts`)))[name]
    checks.push(found as Check)
  }
  return [
    `<!-- ${header} -->`,
    '# The doctor',
    '',
    '`modem doctor` looks at the modem and at the router around it, and says what is wrong, why, and what to do; the worst',
    'first. It changes nothing, needs nothing but the modem’s own port and files of the router, and is done within 15',
    'seconds. `ubus call modem doctor` gives the same as JSON, with an `action` where a method of this package can cure it.',
    'The exit code is 1 when there is a fault.',
    '',
    '* **fault**: something does not work. **warning**: it will not, or works worse than it could. **hint**: good to know.',
    '* What fails first on the way from the device to the traffic stands first: it usually explains the rest.',
    '* What could not be looked at is told, and nothing is concluded from it.',
    '',
    ...stages.flatMap(stage => {
      const own = checks.filter(check => check.stage === stage)
      return own.length === 0 ? [] : [`## ${titles[stage]}`, '', ...own.flatMap(section)]
    }),
  ].join('\n')
}

function section({ name, looks, says }: Check): string[] {
  return [
    `### \`${name}\``,
    '',
    `${looks}.`,
    '',
    ...Object.values(says).flatMap(({ severity, what, why, cure }) => [
      `* **${severity}**: ${shown(what)} ${shown(why)}`,
      `  *Cure:* ${shown(cure)}`,
    ]),
    '',
  ]
}
