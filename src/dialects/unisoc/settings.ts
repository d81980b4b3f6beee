import type { Settings } from '../settings.ts'
import { cellQuestions } from './read.ts'

/** The serving cell and those heard beside it; how `+SPLBAND` writes bands is not published for this modem. */
export const settings: Settings = { cells: { questions: () => cellQuestions } }
