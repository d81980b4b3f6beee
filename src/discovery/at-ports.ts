import type { Model } from '../models/model.ts'
import type { Modem } from './modem.ts'

/** What is wrong with an AT interface a model names for a modem that is plugged in; null where it has a serial port. */
function mistakeOf({ modem, found }: Modem, number: number): string | null {
  const there = found.interfaces.find(each => each.number === number)
  if (there === undefined)
    return `at names interface ${number}; ${modem} has ${found.interfaces.map(each => each.number).join(', ')}`
  if (there.attached.some(({ kind }) => kind === 'tty')) return null
  return `at names interface ${number}; on ${modem} that is no serial port, its driver is ${there.driver ?? 'missing'}`
}

/** AT interfaces of a person's models that the modems plugged in do not have, a sentence each. */
export function missingAtPorts(models: readonly Model[], modems: readonly Modem[]): string[] {
  const isOf = ({ bus, id }: Model, { found }: Modem) => bus === found.bus && [id].flat().includes(found.id)
  const told = models.flatMap(model =>
    modems
      .filter(modem => isOf(model, modem) && modem.found.interfaces.length > 0)
      .flatMap(modem => model.at.flatMap(number => mistakeOf(modem, number) ?? [])),
  )
  return [...new Set(told)]
}
