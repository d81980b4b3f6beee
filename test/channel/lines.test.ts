import { describe, expect, it } from 'vitest'
import { createLines, decode } from '../../src/channel/lines.ts'
import { utf8 } from '../world/modem/wire.ts'

/** The lines of these characters 0–255, all there are. */
function linesOf(...chunks: readonly string[]): string[] {
  const lines = createLines()
  for (const chunk of chunks) lines.push(Uint8Array.from(chunk, c => c.charCodeAt(0)))
  const found: string[] = []
  for (let line = lines.next(); line !== null; line = lines.next()) found.push(line)
  return found
}

describe('splitting bytes into lines', () => {
  it.each([
    ['CR LF', 'a\r\nb\r\n'],
    ['LF alone', 'a\nb\n'],
    ['CR alone', 'a\rb\r'],
    ['CR CR LF', 'a\r\r\nb\r\r\n'],
    ['blank lines between', '\r\n\r\na\r\n \t\r\n\r\nb\r\n\r\n'],
    ['NUL bytes anywhere', '\0a\0\r\0\n\0b\r\n\0'],
    ['blanks around', '  a \r\n\tb\t\r\n'],
  ])('ends a line at %s and drops what is empty', (_, text) => {
    expect(linesOf(text)).toEqual(['a', 'b'])
  })

  it('gives no line before its end has come', () => {
    expect(linesOf('+CSQ: 2')).toEqual([])
    expect(linesOf('+CSQ: 2', '0,99\r')).toEqual(['+CSQ: 20,99'])
  })

  it.each([
    ['CR LF', 'a\r\nb\r\n', 'line'],
    ['an empty line', 'a\r\n\r\nb\r\n', 'blank'],
    ['a line of blanks', 'a\r\n \r\nb\r\n', 'blank'],
    ['CR CR LF, which ends an echo', 'a\r\r\nb\r\n', 'blank'],
    ['LF alone where lines end with CR LF', '\r\na\nb\r\n', 'inner'],
    ['LF alone where all lines end so', 'a\nb\n', 'line'],
  ])('tells what stood between two lines: %s', (_, text, gap) => {
    const lines = createLines()
    lines.push(Uint8Array.from(text, c => c.charCodeAt(0)))
    expect([lines.next(), lines.next(), lines.gap()]).toEqual(['a', 'b', gap])
  })

  it('puts a character back together that was cut between two reads', () => {
    const [first = '', second = ''] = utf8('é')
    expect(linesOf(`T${first}`, `${second}l\r\n`)).toEqual(['Tél'])
  })

  it('cuts a line at 64 KiB, drops its rest and reads the next line whole', () => {
    const [long, next, ...more] = linesOf(`${'x'.repeat(70_000)}\r\nOK\r\n`)
    expect(long).toBe('x'.repeat(65_536))
    expect([next, ...more]).toEqual(['OK'])
  })

  it('takes the prompt for what it is only when it stands alone on the unfinished line, once', () => {
    const lines = createLines()
    const push = (text: string) => lines.push(Uint8Array.from(text, c => c.charCodeAt(0)))
    push('+X: 1 > ')
    expect(lines.prompt()).toBe(false)
    push('\r\n> ')
    expect([lines.next(), lines.prompt(), lines.prompt()]).toEqual(['+X: 1 >', true, false])
  })
})

describe('text of bytes', () => {
  it('reads UTF-8 where it is valid', () => {
    expect(decode(utf8('Österreich 移动 100 % 😀'))).toBe('Österreich 移动 100 % 😀')
  })

  it.each([
    ['a lone continuation byte', 'a\x80b', 'a\ufffdb'],
    ['a cut sequence', 'a\xc3', 'a\ufffd'],
    ['an overlong form', '\xc0\xafb', '\ufffd\ufffdb'],
    ['a surrogate half', '\xed\xa0\x80', '\ufffd\ufffd\ufffd'],
    ['Latin-1', 'M\xf3vil 50%', 'M\ufffdvil 50%'],
  ])('replaces every byte of a line with %s that is not ASCII', (_, bytes, text) => {
    expect(decode(bytes)).toBe(text)
  })

  it('leaves percent signs of plain ASCII alone', () => {
    expect(decode('%41 %')).toBe('%41 %')
  })
})
