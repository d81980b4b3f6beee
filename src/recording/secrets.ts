/** Secrets in a command: PIN, PUK and passwords, numbers that are dialled, what is asked of a network. */
const sent =
  /([+^$](?:S?CPIN2?|CPWD|CLCK(?!="\w+",2\b)|CGAUTH|QCPDPP|AUTHDATA|QICSGP|CUSD|CUSATT|CPUK|SPIC|CARDLOCK|CPINX?)=)[^;]*|(^ATD ?)[^;]+/gi

/** Wire: `+CGAUTH: 1,2,"user","password"`, `$QCPDPP: 1,1,"password","user"`, `+QICSGP: 1,"apn","user","password",1`. */
const answered = /^([+^$](?:CGAUTH|QCPDPP|AUTHDATA|QICSGP|CNDISAUTH|ZPPPAUTH)\s*:)(.*)$/i

/** Whose names stand in quotes behind a number: of the phone book, of callers, of the owner. */
const named = /^\+(?:CPB[RF]|CLIP|CNUM|CCWA|CLCC|CDIP|COLP)\s*:/i

/** Words of configurations and logs behind which a secret stands. */
const worded =
  /\b(\w*(?:passw(?:or)?d|passphrase|secret|psk|private_?key|token|pincode|puk|auth_?key|wpa_?key|\bkey|\bpin)\w*['"]?(?: ?[=:] ?| ))(?!\s|is\b|was\b|not\b|of\b|needed|required|in\b|ready)('[^']*'|"[^"]*"|[^\s,;}]+)/gi

/** A line without secrets and names of persons, sent to a modem, answered by it, or of the host; `note` is told each. */
export function withoutSecrets(
  line: string,
  from: 'sent' | 'answered' | 'host',
  note: (secret: string) => void,
): string {
  const hidden = (text: string) => {
    note(text)
    return '***'
  }
  if (from === 'sent')
    return line.replace(sent, (all: string, head: string | undefined, dial: string | undefined) => {
      const kept = head ?? dial ?? ''
      return kept + hidden(all.slice(kept.length))
    })
  const [, title = '', rest = ''] = answered.exec(line) ?? []
  if (title !== '') {
    const keeps = /QICSGP/i.test(title) ? 1 : 0
    let nth = 0
    return (
      title +
      rest.replace(/"([^"]+)"/g, (field, text: string) => (nth++ < keeps ? field : `"${hidden(text)}"`))
    )
  }
  if (named.test(line))
    return line.replace(/"([^"]*)"(, ?1[2-9]\d)?/g, (field, text: string, type?: string) => {
      if (type !== undefined || /^\+?[\d*#]*$/.test(text)) return field
      note(text)
      return `"(${text.length} characters)"`
    })
  if (from !== 'host') return line
  return line.replace(worded, (_, head: string, text: string) => head + hidden(text))
}
