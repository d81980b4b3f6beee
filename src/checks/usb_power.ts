import { check } from './check.ts'

/** Lines of the kernel's USB core about a device that does not answer, and of hubs about current. */
const faults =
  /usb [\d-][\d.-]*: (?:device descriptor read\/\d+, error|device not accepting address|unable to enumerate)|over-?current|usb \S+: reset \S+ USB device/i
const gone = /usb ([\d.-]+): USB disconnect/

/** Times a modem may leave the bus without a word, in the last lines of the log: a restart is one. */
const usual = 3

/** What the kernel complains of about the modem's power or cable. */
export const usb_power = check({
  name: 'usb_power',
  stage: 'device',
  looks:
    'Lines of the kernel in the system log about devices that do not answer, that are reset or that draw too much current, and how often the modem left the bus',
  says: {
    errors: {
      severity: 'warning',
      what: 'The kernel complains of the USB connection: "{line}".',
      why: 'There are {count} such lines in the log. A modem takes up to 2.5 A for moments while it sends; a port, a hub or a cable that cannot give them lets it drop out.',
      cure: 'Use a stronger power supply, a shorter cable or a hub with its own supply, and see whether the lines stop.',
    },
    gone: {
      severity: 'warning',
      what: 'The modem has left the USB bus {count} times in the time the log tells of.',
      why: 'A modem that restarts by itself gets too little power, is too hot, or has a fault in its firmware.',
      cure: 'Look at power supply and temperature; then at the firmware of the modem.',
    },
  },
  look({ log, device }) {
    const lines = log ?? []
    const bad = lines.filter(line => faults.test(line))
    const left = lines.filter(line => device !== null && gone.exec(line)?.[1] === device.path)
    const last = bad
      .at(-1)
      ?.replace(/^.*?(?=usb |over)/i, '')
      .slice(0, 100)
    if (last !== undefined && bad.length > 1)
      return [{ says: 'errors', with: { line: last, count: bad.length } }]
    return left.length > usual ? [{ says: 'gone', with: { count: left.length } }] : []
  },
})
