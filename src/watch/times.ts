import type { WallClock } from './policy.ts'

/** How many minutes ago a time of day was last, and which day that was. */
export function sinceTime({ day, weekday, minute }: WallClock, at: number) {
  const isPast = minute >= at
  return {
    minutes: isPast ? minute - at : minute + 1440 - at,
    day: isPast ? day : day - 1,
    weekday: isPast ? weekday : (weekday + 6) % 7,
  }
}

/** `04:30` in minutes after midnight. */
export const minutesOf = (text: string): number => Number(text.slice(-5, -3)) * 60 + Number(text.slice(-2))
