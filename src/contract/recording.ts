import type { ModemInfo } from './info.ts'

/** How many different values of each kind were replaced. */
export interface MaskedCounts {
  imei?: number
  imsi?: number
  iccid?: number
  number?: number
  address?: number
  mac?: number
  serial?: number
  cell?: number
  text?: number
  secret?: number
}

/** What a job of `record` came to. */
export interface Recording {
  modem: string
  /** What the modem was asked and answered, as a fixture, with pseudonyms for persons and devices. */
  recording: string
  /** What `info` makes of it: read this, it is what should be right. */
  info: ModemInfo
  masked: MaskedCounts
  /** Values `info` tells otherwise without the pseudonyms, in words; empty where the recording holds what it has to. */
  differences: string[]
  /** Commands that were not answered in time. */
  unanswered: string[]
}

/** How well one dialect fits a modem. */
export interface DialectFit {
  dialect: string
  /** How many of its commands were answered, of how many. */
  answered: number
  asked: number
  /** How many values it makes of the answers. */
  values: number
}

/** What a job of `probe` came to. */
export interface Probed {
  modem: string
  /** The dialects that make anything of the answers, best first. */
  fits: DialectFit[]
  /** The dialect that makes most of them; null where none makes more of them than the standard. */
  dialect: string | null
  /** Where the proposed file belongs. */
  path: string
  /** The proposed file. */
  model: string
  /** What to do with it, in a sentence. */
  message: string
}
