import { numberOf, type OptionRule, oneOf, type SectionRule, words, yesOrNo } from './option-rule.ts'
import { trafficOptions, watchOptions } from './watch-options.ts'

const iccid = {
  name: 'iccid',
  kind: 'option',
  form: /^\d{6}[\dA-F]{0,16}$/i,
  range: 'the first 6 to 22 digits of the number of the card',
  example: '8949210',
  secret: true,
  step: 'pin',
} as const satisfies Partial<OptionRule>

const privateAddress =
  /^(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){2}$/

const bands = (rat: 'lte' | 'nr_nsa' | 'nr_sa', name: string, example: string[]): OptionRule => ({
  name: `bands_${rat}`,
  kind: 'list',
  form: /^[1-9]\d{0,2}$/,
  range: 'numbers of bands, 1 to 999',
  absent: 'as the modem has them',
  meaning: `The ${name} bands the modem may use.`,
  example,
  step: `bands.${rat}`,
})

/** What can be wished of a modem or for a card, but for the PIN. */
const wishes: readonly OptionRule[] = [
  {
    name: 'mode',
    kind: 'option',
    ...oneOf(words('auto gsm umts gsm_umts lte gsm_lte umts_lte gsm_umts_lte nr lte_nr umts_nr umts_lte_nr')),
    absent: 'as the modem has it',
    meaning: 'The technologies the modem may use; `modem modes` tells which of these it knows.',
    example: 'lte',
    step: 'modes',
  },
  {
    name: 'nr_mode',
    kind: 'option',
    ...oneOf(['all', 'sa', 'nsa']),
    absent: 'as the modem has it',
    meaning: 'The kinds of 5G the modem may use: both, stand-alone or non-stand-alone only.',
    example: 'nsa',
    step: 'modes',
  },
  bands('lte', '4G', ['3', '20']),
  bands('nr_nsa', '5G non-stand-alone', ['78']),
  bands('nr_sa', '5G stand-alone', ['28', '78']),
  {
    name: 'lock_lte',
    kind: 'option',
    form: /^\d{1,7}(?:[\s,]+\d{1,7}){0,3}$/,
    range: 'CHANNEL [PCI]',
    absent: 'as the modem has it',
    meaning: 'Binds the modem to an LTE channel, or to one cell on it.',
    example: '1300 211',
    step: 'cell_lock.lte',
  },
  {
    name: 'lock_nr',
    kind: 'option',
    form: /^\d{1,7}(?:[\s,]+\d{1,7}){0,3}$/,
    range: 'CHANNEL [PCI [BAND SCS]]',
    absent: 'as the modem has it',
    meaning: 'Binds the modem to a 5G channel, or to one cell on it; most models need all four numbers.',
    example: '640996 940 78 30',
    step: 'cell_lock.nr',
  },
]

const pin = {
  name: 'pin',
  kind: 'option',
  form: /^\d{4,8}$/,
  range: '4 to 8 digits',
  absent: 'none is given',
  example: '1234',
  secret: true,
  step: 'pin',
} as const satisfies Partial<OptionRule>

/** Every section and every option there is in /etc/config/modem. */
export const configuration: readonly SectionRule[] = [
  {
    type: 'modem',
    meaning:
      'Modems are found without any section here. One gives a modem its name, corrects what was found, and says what shall hold whenever it appears.',
    example: 'lte',
    options: [
      {
        name: 'path',
        kind: 'option',
        form: /^[\w.:-]{1,40}$/,
        range: 'a name in /sys/bus/usb/devices or /sys/bus/pci/devices',
        absent: 'option port tells which modem is meant',
        meaning: 'Where the modem is plugged in; `modem list` tells it.',
        example: '1-1',
      },
      {
        name: 'port',
        kind: 'option',
        form: /^\/dev\/(?!.*\.\.)[A-Za-z0-9_.-]{1,60}(?:\/[A-Za-z0-9_.-]{1,60})?$/,
        range: 'a serial port below /dev',
        absent: 'the one that was found',
        meaning:
          'The AT port, where the one that was found is not the right one. Without option path it also tells which modem is meant.',
        example: '/dev/ttyUSB2',
      },
      {
        name: 'network',
        kind: 'option',
        form: /^[\w.-]{1,32}$/,
        range: 'a name of letters and digits',
        absent: 'the interface that names a part of the modem',
        meaning: 'The interface in /etc/config/network that uses the modem.',
        example: 'wwan',
      },
      {
        name: 'enabled',
        kind: 'option',
        ...yesOrNo,
        absent: '1',
        meaning: '0 leaves the modem alone: it is not listed, and nothing is sent to it.',
        example: '1',
      },
      {
        name: 'keep_if',
        kind: 'option',
        ...oneOf(['registered', 'connected']),
        absent: 'changes stay',
        meaning:
          'The band page of modemband has its change taken back unless the modem is registered, or connected, in time.',
        example: 'registered',
      },
      {
        name: 'keep_within',
        kind: 'option',
        ...numberOf(10, 600, 'seconds'),
        absent: '120',
        meaning: 'The time that option keep_if allows.',
        example: '120',
      },
      {
        name: 'address',
        kind: 'option',
        form: privateAddress,
        range: 'a private IPv4 address in the network of its interface',
        absent: 'the gateway of its interface',
        meaning: 'Where the web pages of a stick are that is a router of its own.',
        example: '192.168.8.1',
      },
      {
        name: 'user',
        kind: 'option',
        form: /^[^\p{Cc}]{1,64}$/u,
        range: '1 to 64 characters',
        absent: 'admin',
        meaning: 'The name to log in with to the web pages of a stick that is a router of its own.',
        example: 'admin',
      },
      {
        name: 'password',
        kind: 'option',
        form: /^[^\p{Cc}]{1,64}$/u,
        range: '1 to 64 characters',
        absent: 'nobody logs in',
        meaning:
          'The password of those pages. It is sent where the stick asks for it, and not again once it was refused.',
        example: 'secret',
        secret: true,
      },
      ...wishes,
      {
        ...pin,
        meaning:
          'Given to the card once when it asks for it. Only with option path or option iccid, since the number of a tty may be that of another modem; left to netifd where the interface of the modem has a pincode.',
      },
      {
        ...iccid,
        absent: 'option pin is for every card of the modem of option path',
        meaning: 'The card option pin is for, or the beginning of its number.',
      },
    ],
  },
  {
    type: 'card',
    meaning:
      'What shall hold while a certain SIM card is in, whichever modem it is in: each option takes the place of the same one of the modem. Of several sections that fit, the one with the longest number holds.',
    example: 'travel',
    options: [
      {
        ...iccid,
        absent: 'the section is a mistake',
        meaning: 'The card, or the beginning of its number; `modem info` tells it.',
      },
      {
        name: 'apn',
        kind: 'option',
        form: /^[A-Za-z0-9._-]{1,100}$/,
        range: 'letters, digits, `.`, `-` and `_`',
        absent: 'as it is',
        meaning:
          'The access point name. Where netifd dials it is that of the interface, and taken back unless the interface gets an address; where the modem dials by itself, that of its context 1.',
        example: 'internet',
        step: 'apn',
      },
      {
        name: 'ip_type',
        kind: 'option',
        ...oneOf(['ip', 'ipv6', 'ipv4v6']),
        absent: 'as it is',
        meaning: 'The kind of addresses to ask for; only with option apn.',
        example: 'ipv4v6',
        step: 'apn',
      },
      ...wishes,
      { ...pin, meaning: 'Given to this card once when it asks for it, and to no other.' },
      ...trafficOptions.map(rule => ({
        ...rule,
        absent: 'as the section of the watch has it',
        meaning: `${rule.meaning} Bytes of this card are counted apart from those of others.`,
      })),
    ],
  },
  {
    type: 'mqtt',
    meaning:
      'Where the package modem-mqtt publishes what is known of the modems; nothing is published without such a section. User, password and certificates stand in /etc/modem/mqtt/mosquitto_pub, and nowhere else.',
    example: 'broker',
    options: [
      {
        name: 'enabled',
        kind: 'option',
        ...yesOrNo,
        absent: '1',
        meaning: '0 publishes nothing.',
        example: '1',
      },
      {
        name: 'host',
        kind: 'option',
        form: /^[A-Za-z\d][A-Za-z\d.:_-]{0,252}$/,
        range: 'the name or address of a host',
        absent: 'as the file says, else this router',
        meaning: 'The broker.',
        example: 'broker.lan',
      },
      {
        name: 'port',
        kind: 'option',
        ...numberOf(1, 65_535),
        absent: 'as the file says, else 1883',
        meaning: 'Its port; 8883 is the usual one with TLS.',
        example: '8883',
      },
      {
        name: 'router',
        kind: 'option',
        form: /^[A-Za-z\d][\w-]{0,62}$/,
        range: 'letters, digits, `-` and `_`',
        absent: 'its host name',
        meaning: 'The name of this router in topics, another one for each router.',
        example: 'attic',
      },
      {
        name: 'topic',
        kind: 'option',
        form: /^[A-Za-z\d][\w-]{0,62}(?:\/[\w-]{1,63}){0,4}$/,
        range: 'words of letters, digits, `-` and `_`, with `/` between',
        absent: 'openwrt',
        meaning: 'What all topics begin with; the router and the modem follow.',
        example: 'openwrt',
      },
      {
        name: 'discovery',
        kind: 'option',
        form: /^(?:0|[A-Za-z\d][\w-]{0,62}(?:\/[\w-]{1,63}){0,4})$/,
        range: '0, or words as in option topic',
        absent: 'homeassistant',
        meaning: 'Where Home Assistant looks for devices; 0 tells it of none.',
        example: 'homeassistant',
      },
    ],
  },
  {
    type: 'watch',
    meaning:
      'What the package modem-watch does: a modem is watched where there is such a section for it. docs/watch.md tells more of each option.',
    example: '',
    options: watchOptions,
  },
]
