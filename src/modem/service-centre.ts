import type { Step } from '../dialects/settings.ts'
import type { Session } from './session.ts'

/** The number through which messages are sent, and how the modem writes it. */
export interface ServiceCentre {
  /** Null where the card has none or it is not told. */
  number: string | null
  /** Whether the modem writes each character as four digits, as its character set UCS2 has it. */
  isUcs2: boolean
}

/** Wire: `+CSCA: "+48602951111",145`; where the modem writes in UCS2, each character as four digits (TS 27.005 §3.3.1). */
export async function readServiceCentre({ channel }: Pick<Session, 'channel'>): Promise<ServiceCentre> {
  const { lines } = await channel.send('AT+CSCA?')
  const line = lines.find(each => /^\+CSCA\s*:/i.test(each)) ?? ''
  const [, number = ''] = /^\+CSCA\s*: ?"?([^",]*)/i.exec(line) ?? []
  const [, type] = /,\s*(\d+)\s*$/.exec(line) ?? []
  const isUcs2 = /^(?:00[23][\dA-F]){3,}$/i.test(number)
  const plain = isUcs2
    ? number.replace(/..../g, code => String.fromCharCode(Number.parseInt(code, 16)))
    : number
  const isTold = /^\+?\d+$/.test(plain)
  return { number: isTold ? (type === '145' && !plain.startsWith('+') ? `+${plain}` : plain) : null, isUcs2 }
}

/** The command that sets it, in the writing of the modem. */
export function writeServiceCentre(number: string, isUcs2: boolean): Step {
  const ucs2 = [...number]
    .map(char => char.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase())
    .join('')
  return { send: `+CSCA="${isUcs2 ? ucs2 : number}",${number.startsWith('+') ? 145 : 129}` }
}
