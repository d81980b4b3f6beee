/** Which sources lie in which bundle of the router tree, and why some source lies in several. */
export interface BundleTable {
  /**
   * Bundle → its sources, both below their folder (`usr/share/modem`, `src`) and without extension. A `*` in a bundle's
   * name makes one bundle of each source that fits. A pattern leaves out what a line without one names, and what holds
   * types alone.
   */
  bundles: Readonly<Record<string, readonly string[]>>
  /**
   * Bundles that take a copy of what they need of another one instead of loading it; `*` stands for the same name in
   * both.
   */
  apart: Readonly<Record<string, string>>
  /** Sources of more than 30 lines that may be copied into more than two bundles, with the reason. */
  copies: Readonly<Record<string, string>>
}

/**
 * What the table does not name is copied into the bundles that use it, which is right for small pure functions: qjs
 * compiles every byte it loads, and a file more costs as much as about two kilobytes of code.
 */
export const table: BundleTable = {
  bundles: {
    rpcd: ['main/rpcd'],
    backend: ['main/backend', 'main/dispatch', 'platform/plain', 'platform/quickjs/platform'],
    cli: ['main/cli'],
    doctor: ['main/doctor'],
    'model-check': ['main/model-check'],
    told: ['main/told', 'main/progress'],
    backup: ['main/backup'],
    'setup-text': ['main/setup'],
    setup: ['jobs/setup', 'jobs/setup-plan', 'connection/setup', 'connection/uci-write'],
    shim: ['main/shim'],
    files: ['platform/quickjs/files', 'platform/quickjs/process'],
    bytes: ['platform/quickjs/bytes'],
    asking: [
      'contract/failure',
      'contract/schema',
      'channel/*',
      'asking/*',
      'radio/channels',
      'radio/ranges',
    ],
    core: [
      'discovery/match',
      'discovery/modem',
      'discovery/remembered',
      'connection/netifd',
      'modem/describe',
      'modem/dialect',
      'modem/port',
      'modem/reading-at',
      'modem/refresh',
      'modem/snapshot',
    ],
    identity: ['modem/identity'],
    ages: ['modem/ages'],
    radio: ['modem/radio'],
    holder: ['modem/holder'],
    culprits: ['modem/culprits'],
    operators: ['modem/operators'],
    ways: ['modem/ways'],
    host: ['discovery/like', 'discovery/models', 'discovery/model-file', 'discovery/modems', 'discovery/uci'],
    networks: ['discovery/networks'],
    state: ['modem/current-status', 'modem/status', 'connection/told'],
    causes: ['connection/causes'],
    condition: [
      'discovery/composition',
      'discovery/condition',
      'discovery/drivers',
      'discovery/interfaces',
      'discovery/reasons',
      'discovery/usb-ids',
    ],
    settings: ['modem/session', 'modem/change', 'modem/refusals', 'modem/restart'],
    jobs: ['jobs/file', 'jobs/start', 'jobs/tried'],
    job: ['main/job'],
    work: ['main/work', 'jobs/run'],
    'restart-task': ['jobs/restart'],
    masking: [
      'recording/mask',
      'recording/patterns',
      'recording/pseudonym',
      'recording/secrets',
      'recording/texts',
      'modem/known',
    ],
    record: [
      'recording/fixture',
      'recording/replay',
      'jobs/dialogue',
      'jobs/record',
      'jobs/probe',
      'jobs/fits',
      'jobs/generated/probes',
    ],
    undo: ['jobs/pending', 'jobs/undo', 'jobs/ways'],
    trial: ['jobs/trial', 'jobs/keep'],
    sim: ['modem/sim'],
    messages: ['messages/*', 'modem/messages', 'modem/storage'],
    'send-message': ['jobs/send-message'],
    contexts: ['modem/contexts'],
    pin: ['modem/pin', 'modem/card'],
    marks: ['modem/pin-marks', 'modem/pincode'],
    desired: ['desired/*'],
    checks: ['checks/*', 'checks/generated/*'],
    evidence: ['checks/collect/*'],
    report: ['checks/report/*', 'recording/report'],
    modes: ['dialects/mode-codes'],
    'methods/*': ['methods/*'],
    'dialects/*': ['dialects/*/read'],
    'dialects/*.settings': ['dialects/*/settings'],
  },
  apart: { 'dialects/*.settings': 'dialects/*' },
  copies: {
    'radio/bands': 'each user takes one or two of its functions, less than a file more would cost',
    'radio/quality': 'each user takes one or two of its functions, less than a file more would cost',
  },
}
