/** Eight groups of 16 bits as RFC 5952 writes them: the longest run of zeros, of two at least, becomes `::`. */
function ipv6Of(groups: readonly number[]): string {
  let [start, length] = [0, 1]
  for (let i = 0; i < groups.length; i++) {
    let end = i
    while (groups[end] === 0) end++
    if (end - i > length) [start, length] = [i, end - i]
  }
  const text = (part: readonly number[]) => part.map(group => group.toString(16)).join(':')
  if (length < 2) return text(groups)
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`
}

/** Bytes by their decimal numbers between dots; null when one is none. */
function bytesOf(text: string): number[] | null {
  const bytes = text.split('.').map(part => (/^\d{1,3}$/.test(part) ? Number(part) : 256))
  return bytes.every(byte => byte < 256) ? bytes : null
}

const pairs = (bytes: readonly number[]) =>
  Array.from({ length: bytes.length / 2 }, (_, i) => (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0))

/** The groups of IPv6 with colons, in any of the forms of RFC 4291 §2.2; null for anything else. */
function groupsOf(text: string): number[] | null {
  const [, head = '', dotted] = /^(.*:)(\d+(?:\.\d+){3})$/.exec(text) ?? []
  const tail = dotted === undefined ? null : bytesOf(dotted)
  if (dotted !== undefined && tail === null) return null
  const whole =
    tail === null
      ? text
      : head +
        pairs(tail)
          .map(group => group.toString(16))
          .join(':')
  const halves = whole.split('::').map(half => (half === '' ? [] : half.split(':')))
  const [first = [], second = []] = halves
  const missing = 8 - first.length - second.length
  const isWhole = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0
  const groups = [...first, ...Array.from({ length: halves.length > 1 ? missing : 0 }, () => '0'), ...second]
  return isWhole && groups.every(group => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map(group => Number.parseInt(group, 16))
    : null
}

/**
 * The address in a field of an AT answer, IPv4 with dots, IPv6 as RFC 5952 writes it; null when the field holds none or
 * the one that means none. Wire (3GPP TS 27.007 §10.1.23, §10.1.27): 4 decimal numbers with dots, 16 for IPv6, 8 and 32
 * with the mask behind; with `+CGPIAF` colons, and the prefix length behind `/`.
 */
export function addressOf(field: string): string | null {
  const text = field.trim().replace(/(?:\/\d{1,3}|\s[\d.:a-f]+)$/i, '')
  if (text.includes(':')) {
    const groups = groupsOf(text)
    return groups?.some(group => group > 0) ? ipv6Of(groups) : null
  }
  const bytes = bytesOf(text)
  if (bytes === null) return null
  const isV4 = bytes.length === 4 || bytes.length === 8
  if (!isV4 && bytes.length !== 16 && bytes.length !== 32) return null
  const address = bytes.slice(0, isV4 ? 4 : 16)
  if (address.every(byte => byte === 0)) return null
  return isV4 ? address.join('.') : ipv6Of(pairs(address))
}
