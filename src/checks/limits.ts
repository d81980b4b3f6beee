import { planOf } from '../desired/plan.ts'
import { option, type Section } from '../discovery/uci.ts'
import type { RestrictionEvidence } from './evidence.ts'

const wordsIn = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s,|]+/)
    .filter(Boolean)

/** Without 5G a modem still finds networks nearly everywhere; without one of these it may find none. */
const common = [
  ['lte', '4g'],
  ['umts', '3g', 'wcdma'],
  ['gsm', '2g'],
]

/** The technologies of a list that leaves out one of the common ones; null where it limits nothing. */
function fewTechnologies(text: string): string | null {
  const words = wordsIn(text)
  const isOpen = words.length === 0 || words.some(word => word === 'all' || word === 'any' || word === 'auto')
  return isOpen || common.every(names => names.some(name => words.includes(name))) ? null : words.join(', ')
}

/** `prefer…` leaves the others in reach. */
const oneTechnology = (text: string) => (/^(?:lte|umts|gsm)$/.test(text) ? text : null)

/** Values of `service` of proto 3g that keep to one technology (`3g.chat` of comgt). */
const onlyService = (text: string) => ({ umts_only: 'umts', gprs_only: 'gsm' })[text] ?? null

/** By protocol: options with which its handler limits the modem, and what a value leaves it; null: everything. */
const options: Readonly<Record<string, Readonly<Record<string, (text: string) => string | null>>>> = {
  qmi: { modes: fewTechnologies },
  wwan: { modes: fewTechnologies },
  modemmanager: { allowedmode: fewTechnologies },
  ncm: { mode: oneTechnology },
  '3g': { service: onlyService },
}

/** Protocols of which the handler keeps the modem to the operator of `option plmn`. */
const choosing = ['qmi', 'modemmanager']

/** What the section of a modem's interface limits it to. */
function limitsOfNetwork(section: Section): RestrictionEvidence[] {
  const { name } = section
  const proto = option(section, 'proto') ?? ''
  const cureOf = (key: string) => `uci delete network.${name}.${key}, uci commit network, ifup ${name}`
  const limits = Object.entries(options[proto] ?? {}).flatMap(([key, read]): RestrictionEvidence[] => {
    const left = read(option(section, key) ?? '')
    const words = `only ${left?.toUpperCase()}, by option ${key} of network.${name}`
    return left === null ? [] : [{ what: 'modes', words, cure: cureOf(key) }]
  })
  const plmn = option(section, 'plmn') ?? ''
  if (choosing.includes(proto) && /^\d{5,6}$/.test(plmn))
    limits.push({
      what: 'operator',
      words: `only the operator ${plmn}, by option plmn of network.${name}`,
      cure: cureOf('plmn'),
    })
  return limits
}

const bandNames = { lte: 'LTE', nr_nsa: '5G beside LTE', nr_sa: '5G alone' }

/** What `/etc/config/modem` limits a modem to. Bands of 5G are no limit to a modem that may use LTE. */
function limitsOfWishes(section: Section): RestrictionEvidence[] {
  const { mode = 'auto', bands, locks } = planOf(section)
  const by = (key: string) => `by option ${key} in /etc/config/modem`
  const cureOf = (key: string, command: string) => `take option ${key} out of /etc/config/modem, ${command}`
  const isNew = mode === 'nr'
  return [
    ...locks.map(
      ({ rat, channel, pci }): RestrictionEvidence => ({
        what: 'cell_lock',
        words: `bound to ${rat.toUpperCase()} channel ${channel}${pci === undefined ? '' : `, cell ${pci}`}, ${by(`lock_${rat}`)}`,
        cure: cureOf(`lock_${rat}`, `modem unlock_cell rat=${rat}`),
      }),
    ),
    ...(mode === 'auto'
      ? []
      : [
          {
            what: 'modes',
            words: `only ${technologies(mode)}, ${by('mode')}`,
            cure: cureOf('mode', 'modem set_modes mode=auto'),
          } as const,
        ]),
    ...bands
      .filter(([rat]) => isNew === (rat === 'nr_sa'))
      .map(
        ([rat, numbers]): RestrictionEvidence => ({
          what: 'bands',
          words: `only the bands ${numbers.join(', ')} of ${bandNames[rat]}, ${by(`bands_${rat}`)}`,
          cure: cureOf(`bands_${rat}`, `modem set_bands rat=${rat} default=true`),
        }),
      ),
  ]
}

/** A mode for a person: `umts_lte` is `UMTS, LTE`. */
export const technologies = (mode: string): string => mode.toUpperCase().replace(/_/g, ', ')

/** What the configuration limits a modem to: the section of its interface, and the one in /etc/config/modem. */
export const configuredLimits = (
  network: Section | undefined,
  wishes: Section | undefined,
): RestrictionEvidence[] => [
  ...(network === undefined ? [] : limitsOfNetwork(network)),
  ...(wishes === undefined ? [] : limitsOfWishes(wishes)),
]

/** Those of the configuration, then what the modem tells of other kinds: a limit it has from there is not told twice. */
export const withoutRepeats = (
  configured: readonly RestrictionEvidence[],
  told: readonly RestrictionEvidence[],
): RestrictionEvidence[] => [
  ...configured,
  ...told.filter(({ what }) => !configured.some(each => each.what === what)),
]
