import type { Gap } from './lines.ts'

/** Whether the next line belongs to the text behind a header. */
export type Text = (line: string, gap: Gap) => boolean

/** One line of PDU follows (TS 27.005 §3.4.1): `+CMT: ,24`, `+CMT: "alpha",24`, `+CBM: 88`, `+CDS: 25`. */
const pdu = /^\+(?:CMT: ?(?:"[^"]*")?,|CBM: ?|CDS: ?)\d+$/

/** Text in text mode (TS 27.005 §3.4.1, §3.4.2, §3.4.3): `+CMT: "+431",,"…"[,…,<length>]`, `+CMGL: 1,"REC READ",…`. */
const written = /^\+C(?:MT|BM|MGR(?=: ?")|MGL(?=: ?\d+, ?")):/

/** Quoted text that may go on in the lines behind it (TS 27.007 §7.15): `+CUSD: 1,"Menu`. */
const quoted = /^\+CUSD: ?\d, ?"/

/** The end of a quoted text: the quote and the alphabet; the quote alone may be one of the text. */
const end = /"(, ?\d*)?$/

/**
 * What belongs to a header with a text of several lines behind it; null when nothing does. `gap` is what stands before the
 * header. The text goes on where a line feed alone divides lines, up to its length where the header tells it, and where
 * the modem leaves an empty line before each thing it says up to the next empty line, or up to what `isAnswer` says is one.
 */
export function textBehind(header: string, gap: Gap, isAnswer: (line: string) => boolean): Text | null {
  const upper = header.toUpperCase()
  let lines = 0
  if (pdu.test(upper)) return () => ++lines === 1
  const isQuoted = quoted.test(upper)
  if (!isQuoted && !written.test(upper)) return null
  const rest = upper.replace(quoted, '')
  let closing = isQuoted ? end.exec(rest) : null
  if (closing?.[1]) return null
  const mayBeEmpty = upper.startsWith('+CMG')
  const [, length = '0'] = /(?:,[^,]*){7},(\d+)$/.exec(upper) ?? []
  let left = isQuoted ? 0 : Number(length)
  let isFramed = gap === 'blank'
  return (line, before) => {
    if (isQuoted && closing?.[1]) return false
    const isFirst = lines === 0 && !(mayBeEmpty && before === 'blank')
    const isOpen = isQuoted ? closing === null : isFirst || (left > 0 && left >= line.length)
    if (lines++ === 0 && before === 'blank') isFramed = false
    left -= line.length + 1
    closing = end.exec(line)
    return isOpen || before === 'inner' || (isFramed && before === 'line' && !isAnswer(line))
  }
}
