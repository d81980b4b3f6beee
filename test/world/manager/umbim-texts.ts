/** Texts of umbim 2939b7d: two blanks, a name, a value; numbers in base 16 with a word, `(null)` where there is none. */

/** `umbim caps` of an MC7455. */
export const capsText = (): string =>
  [
    'devicetype: 0001 - embedded',
    'cellularclass: 0001',
    'voiceclass: 0001 - no-voice',
    'simclass: 0002',
    'dataclass: 803F',
    'smscaps: 0003',
    'controlcaps: 0001',
    'maxsessions: 0008',
    'deviceid: 359072060012345',
    'firmwareinfo: SWI9X30C_02.24.05.06',
    'hardwareinfo: MC7455',
  ]
    .map(line => `  ${line}\n`)
    .join('')

/** `umbim subscriber`. */
export const subscriberText = (
  state = '0001 - initialized',
  { simiccid = '89490200001234567890', subscriberid = '262011234567890' } = {},
): string => `  readystate: ${state}\n  simiccid: ${simiccid}\n  subscriberid: ${subscriberid}\n`

/** `umbim registration`. */
export const registrationText = (
  state: string,
  { classes = '0020 - lte', id = '26201', name = 'Telekom.de' } = {},
): string =>
  [
    'nwerror: 0000 - unknown',
    `registerstate: ${state}`,
    'registermode: 0001 - automatic',
    `availabledataclasses: ${classes}`,
    'currentcellularclass: 0001 - gsm',
    `provider_id: ${id}`,
    `provider_name: ${name}`,
    'roamingtext: (null)',
  ]
    .map(line => `  ${line}\n`)
    .join('')

/** `umbim pinstate` of a card that waits for a code; umbim prints it as an error. */
export const pinText = (type: string, attempts: number): string =>
  `required pin: ${type}\nremaining attempts: ${attempts}\n`
