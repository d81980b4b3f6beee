import type { Model } from '../models/model.ts'

/** The model of a modem and how it was found. */
export interface ModelMatch {
  model: Model
  /** `listed` by its id, `vendor` by a vendor default, `none`: spoken to by the standard alone. */
  by: 'listed' | 'vendor' | 'none'
  /** How many entries of the id are possible on this board: with more than one the answered model name decides. */
  entries: number
  /** All entries of the id, where more than one is possible. */
  candidates: readonly Model[]
  /** Name of the router's board; null when it has none. */
  board: string | null
}

/** Whether a regular expression, anchored at the start and whatever the case, fits one of the names. */
export function matches(pattern: string, names: readonly (string | null)[]): boolean {
  try {
    const expression = new RegExp(`^(?:${pattern})`, 'i')
    return names.some(name => name !== null && expression.test(name))
  } catch {
    return false
  }
}

/** Chooses among the entries of one id: board, then name, then the entry without conditions, then the first. */
export function fittingModel<M extends Pick<Model, 'product' | 'board'>>(
  models: readonly M[],
  names: readonly (string | null)[],
  board: string | null,
): M | undefined {
  const fits = (m: M) => m.product === undefined || matches(m.product, names)
  return (
    models.find(m => board !== null && m.board?.includes(board) && fits(m)) ??
    models.find(m => m.board === undefined && m.product !== undefined && fits(m)) ??
    models.find(m => m.board === undefined && m.product === undefined) ??
    models[0]
  )
}
