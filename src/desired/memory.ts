/** FNV-1a of a text: tells a changed PIN from the refused one; it hides nothing, the file is root's. */
export function fingerprint(value: string): number {
  let hash = 0x811c9dc5
  for (const c of value) hash = Math.imul(hash ^ c.charCodeAt(0), 0x01000193) >>> 0
  return hash
}
