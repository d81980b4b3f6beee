import type { HistoryReply, JournalReply } from '../../../src/contract/history.ts'
import type { WatchReply } from '../../../src/contract/watch.ts'
import type { StrictModem } from './bus.ts'

/** A watch that runs and has brought the connection back once. */
export const watching: WatchReply = {
  modem: 'usb-1-1',
  configured: true,
  running: true,
  since_s: 86_400,
  looked_s: 12,
  interval_s: 30,
  verdict: 'alive',
  dead_s: null,
  last: {
    rung: 'reconnect',
    why: 'Nothing came in for 120 s.',
    by: 'recovery',
    ago_s: 3600,
    done: true,
    message: 'wwan was stopped and started.',
  },
  next: null,
  holds: [],
  mistakes: [],
  installed: true,
  leds: ['green:lte', 'red:lte'],
  news: [{ number: 1, ago_s: 3600, text: 'recovered after 140 s' }],
}

const points = 240
const each = <Value>(of: (index: number) => Value) => Array.from({ length: points }, (_, i) => of(i))

/** An hour of a modem that changed from 4G+ to 5G in its middle, with a gap of some minutes before. */
export const anHour: HistoryReply = {
  modem: 'usb-1-1',
  range: 'hour',
  step_s: 15,
  points,
  time: null,
  age_s: 5,
  rsrp: { mean: each(i => (i > 100 && i < 120 ? null : -100 + Math.round(i / 24))) },
  rsrq: { mean: each(i => (i > 100 && i < 120 ? null : -11)) },
  sinr: { mean: each(i => (i > 100 && i < 120 ? null : 12)) },
  rat: { values: ['lte_a', 'nr_nsa'], points: each(i => (i < 120 ? 0 : 1)) },
  bands: { values: ['B3+B20', 'B3+n78'], points: each(i => (i < 120 ? 0 : 1)) },
}

/** A cell that changed half an hour ago, a restart twenty minutes ago, and a name that would be markup. */
export const aJournal: JournalReply = {
  modem: 'usb-1-1',
  entries: [
    { time: null, age_s: 4000, kind: 'operator', from: null, to: '26001 <img src=x>', why: null },
    { time: null, age_s: 1800, kind: 'cell', from: '1D4C503', to: '1D4C504', why: null },
    {
      time: null,
      age_s: 1200,
      kind: 'rung',
      from: null,
      to: 'restart',
      why: 'Nothing helped. The modem is back.',
    },
    { time: null, age_s: 1100, kind: 'connection', from: 'registered', to: 'connected', why: null },
  ],
}

/** Has some methods answered as a watched modem would; all others are the router's. */
export function answering(modem: StrictModem, replies: Readonly<Record<string, object>>): void {
  const { call } = modem
  modem.call = async (method, args, session) => {
    const real = await call(method, args, session)
    const told = replies[method]
    return real === null || told === undefined ? real : told
  }
}
