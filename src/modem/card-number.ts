/**
 * The number of a card in one form: 18 digits, without the check digit and the filler some firmwares print behind
 * them, and turned where the firmware swaps the digits of each byte.
 */
export function cardNumber(printed: string): string {
  const swapped = /^98/.test(printed)
  const digits = swapped ? printed.replace(/(.)(.)/g, '$2$1') : printed
  return digits.slice(0, 18).toUpperCase()
}

/** Whether what is for the card whose number begins so, or for any where none is named, is for the card with this number. */
export const isForCard = (iccid: string | undefined, number: string | null): boolean =>
  iccid === undefined || (number?.startsWith(cardNumber(iccid)) ?? false)
