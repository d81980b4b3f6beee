import { named } from '../../asking/fields.ts'
import type { RadioVoters } from '../settings.ts'

const power = '!PCINFO?'

/** Who can keep a module in low power mode, by the names of `!PCINFO`. */
const voterSentences: Readonly<Record<string, string>> = {
  W_DISABLE:
    'The W_DISABLE pin of the slot keeps the radio switched off. Isolate the pin (20 on Mini PCIe, 8 on M.2), or let the modem ignore it with AT!PCOFFEN=2 and restart it.',
  USER: 'A program has switched the radio off. Switch it on with AT+CFUN=1, or let the interface do it.',
  TEMP: 'The modem has switched its radio off because it is too hot or too cold.',
  VOLT: 'The modem has switched its radio off because its supply voltage is out of range.',
  BIOS: 'The lock for the BIOS of a laptop keeps the radio switched off. The interface must unlock it (FCC authentication).',
  GOBIIM:
    'The firmware image is not complete, so the radio is switched off. Load firmware and carrier configuration anew.',
  IMSWITCH:
    'Firmware and carrier configuration do not belong together, so the radio is switched off. Load both anew, or choose with AT!IMPREF.',
}

/**
 * Who keeps the module in low power mode. Wire: `State: LowPowerMode` or `State: 0 (LPM)`, then `LPM force flags -
 * W_DISABLE:1, User:0, Temp:0, Volt:0, BIOS:0, GOBIIM:0`, `LPM voters - Temp:0, …, IMSWITCH:1, …` on EM7565 (SWI9X50C), on
 * several lines on EM7355.
 */
export const voters: RadioVoters<unknown> = {
  questions: () => [{ ask: power, alone: true }],
  read(answers) {
    const lines = answers.lines(power)
    const state = named(lines, 'State')?.[0]
    if (state === undefined) return null
    if (!/lpm|low ?power/i.test(state)) return []
    const flags = lines?.filter(line => /^LPM (?:force flags|voters)/i.test(line)).join() ?? ''
    const set = [...flags.matchAll(/(\w+):\s*1\b/g)].map(([, name = '']) => name.toUpperCase())
    return set.length === 0
      ? ['The modem is in low power mode and does not say why. Restart it.']
      : set.map(name => voterSentences[name] ?? `${name} keeps the radio of the modem switched off.`)
  },
}
