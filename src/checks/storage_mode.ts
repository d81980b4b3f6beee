import { check, worded } from './check.ts'

const disk = 'It shows the disk with its drivers, as it does until it is switched (storage mode).'

/** The modem shows the drive its software for other systems lies on. */
export const storage_mode = check({
  name: 'storage_mode',
  stage: 'device',
  looks:
    'Whether the modem shows itself as a drive with software for other systems, as many do until they are switched',
  phrases: [disk],
  says: {
    storage: {
      severity: 'fault',
      what: 'The modem ({id}) shows itself as a drive, not as a modem.',
      why: '{reason}',
      cure: 'Install usb-modeswitch and plug the modem in again, or restart the router.',
    },
  },
  look: ({ device }) =>
    device?.condition?.kind === 'storage'
      ? [
          {
            says: 'storage',
            with: { id: device.id, reason: worded(disk, device.condition.reason) },
          },
        ]
      : [],
})
