import type { ConnectionProtocol } from '../contract/connection.ts'
import type { UsbMode } from '../contract/usb.ts'

/** The USB compositions a modem can show, and the number of the present one. */
export interface UsbCompositions {
  current: string | null
  possible: UsbMode[]
}

/** What the network function of a composition speaks. */
const protocols: readonly (readonly [RegExp, ConnectionProtocol])[] = [
  [/\bMBIM\b/, 'mbim'],
  [/\b(?:QMI|RMNET\d?)\b/, 'qmi'],
  [/\bECM\d?\b/, 'ecm'],
]

/**
 * The answer of `qmicli --dms-swi-get-usb-composition` (libqmi 1.28 to 1.38): one line a composition with its functions,
 * the present one marked. Wire: `⇥[*] USB composition 9: MBIM`, `⇥    USB composition 6: DM, NMEA, AT, QMI`.
 */
export function usbCompositions(text: string): UsbCompositions {
  const found = [...text.matchAll(/^\s*(\[\*\])?\s*USB composition (\d{1,3}): ([\w ,]{1,80})$/gm)]
  const possible = found.map(([, , id = '', functions = '']): UsbMode => {
    const protocol = protocols.find(([pattern]) => pattern.test(functions))?.[1] ?? null
    return {
      id,
      name: functions.trim(),
      vidpid: null,
      protocol,
      proto: protocol === 'ecm' ? 'dhcp' : protocol,
      at_port: /\bAT\b/.test(functions),
      network: protocol !== null || /\bNIC\d\b/.test(functions),
    }
  })
  return { current: found.find(([, mark]) => mark !== undefined)?.[2] ?? null, possible }
}
