/**
 * The name of an operator in what a modem prints as such; null where it prints none. Wire: `Orange F`, `515 66` (the
 * number alone), `460 00 CHINA MOBILE`, `999 40 Lab` (stays: numbers of private networks have no owner), `Play Play`,
 * `4E2D56FD79FB52A8` (UCS2 in hexadecimal, at least two characters), bytes of an alphabet nobody tells (U+FFFD here).
 */
export function operatorName(text: string | null | undefined): string | null {
  let name = text ?? ''
  if (/^(?:[\da-fA-F]{4}){2,}$/.test(name)) {
    const decoded = name.replace(/.{4}/g, code => String.fromCharCode(Number.parseInt(code, 16)))
    if (/^[ -~\xa0-\u1fff\u3000-\ud7ff\uff00-\uffef]+$/.test(decoded)) name = decoded
  }
  const words = name
    .replace(/^\s*(?!999.*[a-zA-Z])\d{3}[ -]?\d{2,3}(?=\s|$)/, '')
    .trim()
    .split(/\s+/)
  const half = words.length / 2
  const [first, second] = [words.slice(0, half), words.slice(half)].map(part => part.join(' '))
  name = (first?.toLowerCase() === second?.toLowerCase() ? first : words.join(' ')) ?? ''
  return name === '' || name.includes('\ufffd') ? null : name
}
