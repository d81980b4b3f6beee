import { septetsOf } from '../../src/messages/gsm7.ts'
import { roomOf, writings } from '../../src/messages/sms.ts'

const plane = Array.from({ length: 0xd800 }, (_none, code) => String.fromCharCode(code))

/** The LuCI module `modem.messages.alphabet`: the ways to write a message, with what each character takes of its room. */
export function alphabetModule(header: string): string {
  const text = (chars: readonly string[]) =>
    `'${JSON.stringify(chars.join('')).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  const known = new Set<string>()
  const rows = writings.map(({ alphabet, shifts }) => {
    const size = (char: string) => (alphabet === 'gsm7' ? septetsOf(char, shifts)?.length : undefined)
    const fresh = plane.filter(char => !known.has(char) && size(char) !== undefined)
    if (shifts.single === null) for (const char of fresh) known.add(char)
    const of = (septets: number) => text(fresh.filter(char => size(char) === septets))
    const language = shifts.single === null ? 'null' : `'${shifts.single}'`
    return `	{
		alphabet: '${alphabet}',
		language: ${language},
		one: ${of(1)},
		two: ${of(2)},
		alone: ${roomOf(alphabet, shifts, false)},
		several: ${roomOf(alphabet, shifts, true)}
	}`
  })
  return `// ${header}
'use strict';
'require baseclass';

/**
 * A way to write a message: which characters it has that those before it have not, taking one or two places (none are
 * listed of UCS2, which has all), and the places of a message alone and of each of several parts.
 * @typedef {object} Writing
 * @property {'gsm7' | 'ucs2'} alphabet
 * @property {'turkish' | 'spanish' | 'portuguese' | null} language
 * @property {string} one
 * @property {string} two
 * @property {number} alone
 * @property {number} several
 */

/** @type {readonly Writing[]} */
const writings = [
${rows.join(',\n')}
];

return baseclass.extend({ writings });
`
}
