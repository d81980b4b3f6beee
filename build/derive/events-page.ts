import type { Contract, Field, NamedType } from '../contract.ts'

/** The interface of the contract whose members are the events. */
const all = 'ModemEvents'

const cell = (text: string) => text.replace(/\|/g, '\\|')

/** A type in words: the alternatives of a contract's type, with `null` as none. */
function valuesOf(type: string, types: ReadonlyMap<string, NamedType>): string {
  const parts = type.split('|').map(part => part.trim())
  return parts
    .map(part => {
      const alias = types.get(part)?.alias
      if (part === 'null') return 'none'
      return alias ? alias.replace(/^\| /, '').replace(/'/g, '`').replace(/ \| /g, ', ') : part
    })
    .join(', or ')
}

function section({ name, type }: Field, types: ReadonlyMap<string, NamedType>): string[] {
  const described = types.get(type)
  const rows = (described?.fields ?? []).map(
    field =>
      `| \`${field.name}\` | \`${field.name.toUpperCase()}\` | ${cell(valuesOf(field.type, types))} | ${cell(field.doc)} |`,
  )
  return [
    `### ${name}`,
    '',
    described?.doc ?? '',
    '',
    '| value | in a script | is | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ]
}

/** `docs/events.md`: every event with its values, and what can be done with them; nothing where there are no events. */
export function eventsPage(header: string, { types }: Contract): [path: string, text: string][] {
  const events = types.get(all)?.fields ?? []
  if (events.length === 0) return []
  const text = [
    `<!-- ${header} -->`,
    '# Events',
    '',
    'The [watch](watch.md) tells what changes, and nothing while nothing does, but for `values`. Each event goes two ways:',
    '',
    '* over ubus, to whoever listens: `ubus listen modem` prints a line for each,',
    '  `{ "modem": {"event":"technology","modem":"usb-1-1","rat":"lte_a","was":"lte"} }`;',
    '* to the scripts in `/etc/hotplug.d/modem/`, in the order of their names, in the background. `ACTION` is the event,',
    '  `MODEM` the modem, and each value stands in the environment under its name in capitals. A value that is not known',
    '  is empty; yes is `true`, no is `false`. Quotes, backslashes, dollar signs and control characters are left out, and',
    '  nothing is longer than 200 characters; a script writes `"$NAME"` all the same.',
    '',
    'Neither the texts of messages nor telephone numbers, IMEI, IMSI or ICCID are told by any event.',
    '',
    '## All events',
    '',
    ...events.flatMap(event => section(event, types)),
    examples,
  ].join('\n')
  return [['docs/events.md', text]]
}

const examples = `## Examples

A script is sourced by \`/sbin/hotplug-call\` in a shell of its own, which nobody waits for. \`count\` counts places in the
storage, of which a long message takes several: what is new is told by \`unread\`, which listing takes away.

### Forward messages by mail

\`/etc/hotplug.d/modem/50-mail\`, with \`msmtp\` and \`jq\` installed and \`/etc/msmtprc\` written:

\`\`\`sh
[ "$ACTION" = message ] || return 0
text=$(ubus call modem messages "{\\"modem\\":\\"$MODEM\\"}" |
	jq -r '.messages[] | select(.type == "received" and .unread) | "\\(.number) \\(.time)\\n\\(.text)\\n"')
[ -n "$text" ] || return 0
printf 'Subject: Messages of %s\\nContent-Type: text/plain; charset=utf-8\\n\\n%s\\n' "$MODEM" "$text" |
	msmtp you@example.org
\`\`\`

### To Telegram

\`/etc/hotplug.d/modem/50-telegram\`, with \`curl\` and \`jq\`; token and chat are yours:

\`\`\`sh
[ "$ACTION" = message ] || return 0
TOKEN=123456:ABC CHAT=987654
text=$(ubus call modem messages "{\\"modem\\":\\"$MODEM\\"}" |
	jq -r '.messages[] | select(.type == "received" and .unread) | "\\(.number): \\(.text)"')
[ -n "$text" ] || return 0
printf %s "$text" | curl -s -o /dev/null --data-urlencode text@- -d "chat_id=$CHAT" \\
	"https://api.telegram.org/bot$TOKEN/sendMessage"
\`\`\`

### Everything to MQTT

\`/etc/hotplug.d/modem/50-mqtt\`, with \`mosquitto-client\`; for Home Assistant there is a
[package](metrics.md#home-assistant-and-mqtt):

\`\`\`sh
case "$ACTION" in
	signal | signal_low) text=$RSRP ;;
	technology | technology_low) text=$RAT ;;
	message) text=$STORED ;;
	temperature) text=$CELSIUS ;;
	limit) text=$PERCENT ;;
	*) text=$STATE ;;
esac
mosquitto_pub -h broker.lan -t "modem/$MODEM/$ACTION" -m "$text"
\`\`\`

### Commands by message

Whoever makes a message look as if it came from a number on the list can use this: nothing proves who sent it. Let it do
only what does no harm in a stranger’s hands. \`/etc/hotplug.d/modem/60-commands\`, with \`jq\`:

\`\`\`sh
[ "$ACTION" = message ] || return 0
allowed=' +48600000001 +48600000002 '
ubus call modem messages "{\\"modem\\":\\"$MODEM\\",\\"since\\":\\"$(date -u -d "@$(($(date +%s) - 3600))" +%FT%TZ)\\"}" |
	jq -r '.messages[] | select(.type == "received" and .unread)
		| "\\(.number) \\(.text // "" | ascii_downcase | gsub("[^a-z]"; ""))"' |
while read -r number text; do
	case "$allowed" in *" $number "*) ;; *) continue ;; esac
	case "$text" in
		restart) ubus call modem restart "{\\"modem\\":\\"$MODEM\\"}" ;;
		reconnect) ubus call modem watch_now "{\\"modem\\":\\"$MODEM\\",\\"rung\\":\\"reconnect\\"}" ;;
	esac
done
\`\`\`
`
