import type { BandLists, BandRat } from '../contract/info.ts'
import type { BandState } from '../dialects/settings.ts'
import type { Model } from '../models/model.ts'

/** The technologies in the order they are told. */
export const bandRats: readonly BandRat[] = ['lte', 'nr_nsa', 'nr_sa']

/** The bands a modem can use: what it says itself, else what the model's data list. */
export const supportedBands = (model: Model, state: BandState | null): BandLists => ({
  ...model.bands,
  ...state?.supported,
})
