import type { Answers } from '../asking/question.ts'
import type { AccessMode } from '../contract/modes.ts'
import type { BandState, CardState, Setting, Settings } from '../dialects/settings.ts'
import type { StickControl } from './stick-control.ts'

/** What can be read and changed of a stick by a name; what is sent is the name and a value as JSON. */
type Name = keyof Pick<StickControl, 'modes' | 'bands' | 'autoconnect' | 'sim' | 'restart'>

const ask = (name: Name) => `http ${name}`

const questions = (name: Name) => () => [{ ask: ask(name), alone: true } as const]

/** What was answered to the question by that name. */
function told<T>(answers: Answers, name: Name): T | null {
  const [line] = answers.lines(ask(name)) ?? []
  return line === undefined ? null : (JSON.parse(line) as T)
}

/** A change, whose answer may be as slow as a stick that looks for a network. */
const step = (name: Name, value: unknown) => [
  { send: `${ask(name)}=${JSON.stringify(value)}`, timeoutMs: 12_000 },
]

const autoconnect: Setting<unknown, boolean> = {
  questions: questions('autoconnect'),
  read: answers => told<boolean>(answers, 'autoconnect'),
  write: enabled => step('autoconnect', enabled),
}

interface ToldModes {
  mode: AccessMode | null
  modes: AccessMode[]
}

const modes: NonNullable<Settings['modes']> = {
  questions: questions('modes'),
  modes: (_, answers) => told<ToldModes>(answers, 'modes')?.modes ?? [],
  read(answers) {
    const found = told<ToldModes>(answers, 'modes')
    return found === null ? null : { mode: found.mode, nr: null }
  },
  write: ({ mode }) => (mode === undefined ? null : step('modes', mode)),
}

const bands: NonNullable<Settings['bands']> = {
  questions: questions('bands'),
  read: answers => told<BandState>(answers, 'bands'),
  write: choice => step('bands', choice),
}

const sim: NonNullable<Settings['sim']> = {
  questions: questions('sim'),
  read: answers => told<CardState>(answers, 'sim'),
}

/** The parts of a stick's settings that its maker's interface offers, in the place of what a dialect knows. */
export const stickSettings = (offers: readonly string[]): Settings => ({
  ...(offers.includes('modes') ? { modes } : {}),
  ...(offers.includes('bands') ? { bands } : {}),
  ...(offers.includes('autoconnect') ? { autoconnect } : {}),
  sim,
  restart: () => ({ soft: ask('restart'), reset: ask('restart') }),
})
