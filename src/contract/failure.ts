/**
 * Every error code the ubus object answers, with the sentence that goes with it. `%` stands for the detail a
 * caller of {@link Failure} adds.
 */
export const failures = {
  invalid_argument: 'Invalid argument: %',
  unknown_method: 'There is no method %',
  no_modem: 'No modem was found: %',
  modem_not_found: 'There is no modem %',
  several_modems: 'There are several modems, say which one: %',
  no_port: 'The modem has no AT port: %',
  port_missing: 'The AT port does not exist: %',
  port_busy: 'Another program is using the AT port: %',
  port_silent: 'The AT port does not answer: %',
  port_slow: 'The AT port answers too slowly: %',
  port_stuck: 'The AT port takes no bytes: %',
  port_lost: 'The AT port vanished while it was in use: %',
  no_lock: 'The AT port cannot be locked: %',
  not_supported: 'Not supported by this model: %',
  refused_by_modem: 'The modem refused the command: %',
  not_understood: 'The modem answered something unexpected: %',
  not_stored: 'Nothing was changed, because this could not be stored: %',
  model_invalid: 'The model file is not valid: %',
  no_job: 'There is no job %',
  no_history: 'The watch has written nothing down; it does where /etc/config/modem has a section watch: %',
  job_running: 'Another job is at work: %',
  job_lost: 'The job ended without a result: %',
  job_cancelled: 'The job was cancelled: %',
  deadline: 'The call took too long: %',
  internal: 'Internal error: %',
} as const

/** The name of an error, stable across versions. */
export type FailureCode = keyof typeof failures

/** What every method answers instead of its result when it fails. */
export interface FailureReply {
  error: FailureCode
  /** A sentence for a person, in English. */
  message: string
}

/** The one exception of the backend: thrown anywhere, caught once, in dispatch. */
export class Failure extends Error {
  /** Which of the table's errors this is. */
  readonly code: FailureCode
  /** The port it is about, where several were tried. */
  readonly port: string | null

  constructor(code: FailureCode, detail = '', port: string | null = null) {
    super(failures[code].replace(/:? ?%/, match => (detail === '' ? '' : match.replace('%', () => detail))))
    this.code = code
    this.port = port
  }
}
