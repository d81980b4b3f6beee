import type { MethodHelp } from '../../src/main/arguments.ts'
import { commands, exitCodes, topicText } from '../../src/main/help.ts'

const cell = (text: string) => text.replaceAll('|', '\\|')

/** `docs/cli.md`: what the command `modem` can do, its exit codes, and the help of every method. */
export const cliPage = (header: string, help: Readonly<Record<string, MethodHelp>>): string =>
  [
    `<!-- ${header} -->`,
    '# The command `modem`',
    '',
    'The methods of the ubus object from a shell, as root. In a terminal the answer is text, with colours unless `NO_COLOR` is',
    'set or the terminal is dumb; in a pipe it is JSON of several lines, but for `doctor`, `setup`, `record`, `probe`,',
    '`report`, `metrics`, `debug` and `model-check`, which are text everywhere; `--json` gives one line of JSON. A failure is',
    'told in words on standard error, and the exit code says what kind it is. Control characters a modem or a message may',
    'hold are escaped.',
    '',
    '| command | what |',
    '|---|---|',
    ...commands.map(([usage, what]) => `| \`${cell(usage)}\` | ${cell(what)} |`),
    '',
    'A word without `=` names the modem where a method takes one; for `at` the command follows it (`modem at AT+CSQ`), for `job`',
    'and `cancel_job` it is the job, for `message` the message. A word that names something that is yes or no sets it:',
    '`modem apply dry_run`. Several values are separated by commas: `modem set_bands rat=lte bands=3,20`.',
    '',
    'bash completes methods, arguments, their values and modems where the package *bash-completion* is installed. The `ash` of',
    'busybox completes names of files only, so there is nothing to install for it.',
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...exitCodes.map((meaning, code) => `| ${code} | ${meaning} |`),
    '',
    'With `--all` the worst of all modems counts.',
    '',
    '## Methods',
    '',
    ...Object.keys(help).flatMap(method => [
      `### ${method}`,
      '',
      '```',
      (topicText(method, help) ?? '').trimEnd(),
      '```',
      '',
    ]),
  ].join('\n')
