/** A text as a JSON string that also survives being read as JavaScript: DEL and the line separators escaped too. */
export function jsonText(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029]/g,
    c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** A JSON object of texts as the legacy programs print one, a member a line; `more` are members as JSON text. */
export function jsonLines(fields: Readonly<Record<string, string>>, more: readonly string[] = []): string {
  const members = Object.entries(fields).map(([name, text]) => `${jsonText(name)}:${jsonText(text)}`)
  return `{\n${[...members, ...more].join(',\n')}\n}\n`
}

/** What `3ginfo.sh` and `params.sh` print when there is no modem. */
export const deviceNotFound = '{"error":"Device not found"}\n'
