import type { MethodHelp } from '../../src/main/arguments.ts'

/** Commands that are no methods. */
const others = ['help', 'watch', 'debug', 'model-check']

/** What a command takes beside the arguments of its method. */
const options: Readonly<Record<string, string>> = {
  doctor: '--backup-calibration',
  setup: '--write --confirm --keep --uci-defaults',
  metrics: '--format --identities',
  debug: 'modem=',
}

/** Words of a list of values; a range is none. */
const wordsOf = (values: string | undefined) =>
  values !== undefined && /^[a-z\d_]+(?:, [a-z\d_]+)*$/i.test(values) ? values.replaceAll(',', '') : ''

/** The script by which bash completes the words of the command `modem`. */
export function completionScript(header: string, help: Readonly<Record<string, MethodHelp>>): string {
  const methods = Object.entries(help)
  const names = [...methods.map(([name]) => name), ...others]
  const rows = [...new Set(names)].flatMap(method => {
    const words = Object.keys(help[method]?.arguments ?? {}).map(name => `${name}=`)
    const all = [...words, options[method] ?? ''].filter(Boolean).join(' ')
    return all === '' ? [] : [`\t${method}) words='${all}' ;;`]
  })
  const values = new Map<string, string>()
  for (const [method, { arguments: all }] of methods)
    for (const [name, { values: told }] of Object.entries(all)) {
      const words = wordsOf(told)
      if (words !== '')
        values.set(words, [values.get(words), `${method}:${name}`].filter(Boolean).join(' | '))
    }
  return [
    `# ${header}`,
    '# Completes the words of the command modem in bash.',
    '_modem() {',
    `\tlocal words= word=\${COMP_WORDS[COMP_CWORD]} method=\${COMP_WORDS[1]} name= file modems=`,
    '\tCOMPREPLY=()',
    '\tif [ "$COMP_CWORD" = 1 ]; then',
    `\t\tCOMPREPLY=($(compgen -W '${[...new Set(names)].join(' ')} --help --version' -- "$word"))`,
    '\t\treturn',
    '\tfi',
    '\t[ "$word" != = ] || word=',
    `\t[ "\${COMP_WORDS[COMP_CWORD]}" != = ] || name=\${COMP_WORDS[COMP_CWORD - 1]}`,
    `\t[ "\${COMP_WORDS[COMP_CWORD - 1]}" != = ] || name=\${COMP_WORDS[COMP_CWORD - 2]}`,
    '\tfor file in /var/run/modem/*.json; do',
    `\t\tfile=\${file##*/}`,
    `\t\t[ "$file" = "*.json" ] || modems="$modems \${file%.json}"`,
    '\tdone',
    '\tif [ "$name" = modem ]; then',
    '\t\twords=$modems',
    '\telif [ -n "$name" ]; then',
    '\t\tcase "$method:$name" in',
    ...[...values].map(([words, places]) => `\t\t${places}) words='${words}' ;;`),
    '\t\tesac',
    '\telif [ "$method" = help ]; then',
    `\t\twords='${[...new Set(names)].join(' ')}'`,
    '\telif [ "$method" = model-check ]; then',
    '\t\tcompopt -o filenames 2>/dev/null',
    '\t\tCOMPREPLY=($(compgen -f -- "$word"))',
    '\t\treturn',
    '\telse',
    '\t\tcompopt -o nospace 2>/dev/null',
    '\t\tcase "$method" in',
    ...rows.map(row => `\t${row}`),
    '\t\tesac',
    '\t\tcase "$words" in',
    '\t\t*modem=*) words="$words$modems --all" ;;',
    '\t\tesac',
    '\t\twords="$words --json --help"',
    '\tfi',
    '\tCOMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -F _modem modem',
    '',
  ].join('\n')
}
