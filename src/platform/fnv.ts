/** Hash of a text, FNV-1a of 32 bits over its UTF-16 units: to tell texts apart, not to hide them. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
