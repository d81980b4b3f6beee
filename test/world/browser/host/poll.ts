interface Entry {
  work: () => Promise<unknown>
  seconds: number
  idle: boolean
}

const entries: Entry[] = []
let tick = 0
let timer: number | undefined

function step(): void {
  for (const entry of entries) {
    if (tick % entry.seconds !== 0 || !entry.idle) continue
    entry.idle = false
    entry.work().finally(() => {
      entry.idle = true
    })
  }
  tick++
}

function show(): void {
  const indicator = document.getElementById('poll')
  if (!indicator) return
  indicator.hidden = entries.length === 0
  indicator.textContent = timer === undefined ? _('Paused') : _('Refreshing')
}

function start(): void {
  timer = window.setInterval(step, 1000)
  show()
  step()
}

/** LuCI's `poll`: one timer for all, no work begins before its last run has ended. */
export const poll = {
  add(work: Entry['work'], seconds = 5): boolean {
    entries.push({ work, seconds, idle: true })
    if (timer === undefined) start()
    return true
  },
}

/** Lets the indicator stop and start the timer. */
export function attach(): void {
  document.getElementById('poll')?.addEventListener('click', () => {
    if (timer === undefined) start()
    else {
      window.clearInterval(timer)
      timer = undefined
      show()
    }
  })
}
