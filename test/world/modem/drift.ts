import type { Step } from './script.ts'
import type { Behaviour } from './simulator.ts'

/** A number in [-1, 1) that depends on its arguments alone (FNV-1a, then an avalanche). */
function dice(seed: number, key: string, index: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (const char of `${key}/${index}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1
}

/** A smooth wave in [-1, 1]: dice at every multiple of `periodMs`, eased in between. */
function wave(seed: number, key: string, now: number, periodMs: number): number {
  const index = Math.floor(now / periodMs)
  const part = now / periodMs - index
  const weight = part * part * (3 - 2 * part)
  return dice(seed, key, index) * (1 - weight) + dice(seed, key, index + 1) * weight
}

/** Where a kind of row has which value; several columns of one kind move together. */
interface Columns {
  rsrp: readonly number[]
  rsrq: readonly number[]
  sinr: readonly number[]
  /** Highest index of RSRP and RSRQ. */
  top: readonly [rsrp: number, rsrq: number]
}

/** Rows of +GTCCINFO by their first two fields: serving or neighbour, technology. */
const cells: Record<string, Columns> = {
  '1,4': { rsrp: [11, 12], rsrq: [13], sinr: [10], top: [97, 34] },
  '2,4': { rsrp: [9, 10], rsrq: [11], sinr: [], top: [97, 34] },
  '1,9': { rsrp: [11, 12], rsrq: [13], sinr: [10], top: [126, 126] },
  '2,9': { rsrp: [9, 10], rsrq: [11], sinr: [], top: [126, 126] },
  '1,2': { rsrp: [10, 12], rsrq: [9, 14], sinr: [], top: [96, 49] },
}

/** Rows of +GTCAINFO as the FG621 prints them. */
const primary: Columns = { rsrp: [5], rsrq: [6], sinr: [7], top: [97, 34] }
const secondary: Columns = { rsrp: [7], rsrq: [8], sinr: [9], top: [97, 34] }

/**
 * Values that move as those of a real radio, by `seed` and time alone: +CSQ, +CESQ, the rows of +GTCCINFO and
 * +GTCAINFO (a cell moves alike in all of them) and +MTSM. 0, 99, 255 and empty fields stay as they are.
 */
export const drift =
  (seed = 1): Behaviour =>
  () => {
    const moved = (key: string, now: number, reach: number): number =>
      reach * (0.7 * wave(seed, key, now, 20_000) + 0.3 * wave(seed, `${key} fast`, now, 4_000))
    const level = (cell: string, now: number) => moved(`${cell} rsrp`, now, 5)

    const shift = (field: string | undefined, by: number, low: number, high: number): string => {
      const value = Number(field)
      if (field === undefined || !/^-?[1-9]\d*$/.test(field) || value === 255 || value > high)
        return field ?? ''
      return String(Math.max(low, Math.min(high, value + Math.round(by))))
    }

    const row = (text: string, columns: Columns, cell: string, now: number): string => {
      const fields = text.split(',')
      const move = (which: readonly number[], by: number, low: number, high: number) => {
        for (const index of which)
          if (index < fields.length) fields[index] = shift(fields[index], by, low, high)
      }
      move(columns.rsrp, level(cell, now), 1, columns.top[0])
      move(columns.rsrq, moved(`${cell} rsrq`, now, 4), 1, columns.top[1])
      move(columns.sinr, moved(`${cell} sinr`, now, 10), -40, 60)
      return fields.join(',')
    }

    const cellRow = (text: string, now: number): string => {
      const fields = text.split(',')
      const columns = cells[`${fields[0]},${fields[1]}`]
      return columns
        ? row(text, columns, fields[0] === '1' ? `serving ${fields[1]}` : `pci ${fields[7]}`, now)
        : text
    }

    const carrierRow = (text: string, now: number): string => {
      const [, head, values = ''] = /^((?:PCC|SCC ?\d): ?)([\d,-]+)$/.exec(text) ?? []
      const fields = values.split(',')
      if (head?.startsWith('PCC') && fields.length === 8) return head + row(values, primary, 'serving 4', now)
      if (head?.startsWith('SCC') && fields.length === 10)
        return head + row(values, secondary, `pci ${fields[3]}`, now)
      return text
    }

    const values = (text: string, moves: (fields: string[]) => void): string => {
      const [, head, list] = /^(\+\w+: ?)(.*)$/.exec(text) ?? []
      const fields = list?.split(',')
      if (!head || !fields) return text
      moves(fields)
      return head + fields.join(',')
    }

    const changes: Record<string, (text: string, now: number) => string> = {
      '+GTCCINFO?': cellRow,
      '+GTCAINFO?': carrierRow,
      '+CSQ': (text, now) =>
        values(text, fields => {
          fields[0] = shift(fields[0], level('serving 4', now) / 2, 1, 31)
        }),
      '+CESQ': (text, now) =>
        values(text, fields => {
          fields[4] = shift(fields[4], moved('serving 4 rsrq', now, 4), 1, 34)
          fields[5] = shift(fields[5], level('serving 4', now), 1, 97)
        }),
      '+MTSM=1': (text, now) =>
        values(text, fields => {
          fields[0] = shift(fields[0], 4 * wave(seed, 'temperature', now, 120_000), 1, 120)
        }),
    }

    return {
      revise(part, answer, now) {
        const name = part.toUpperCase()
        const change = Object.hasOwn(changes, name) ? changes[name] : undefined
        if (!change) return answer
        const steps = answer.steps.map(
          (step): Step => ('line' in step ? { line: change(step.line, now) } : step),
        )
        return { ...answer, steps }
      },
    }
  }
