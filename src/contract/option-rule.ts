/** One option of /etc/config/modem: the page, the validator, the examples and the settings page follow from it. */
export interface OptionRule {
  name: string
  /** `list`: any number of values, also with blanks in one `option`. */
  kind: 'option' | 'list'
  /** What one value looks like. */
  form: RegExp
  /** The least and the greatest number it may be, where it is one. */
  bounds?: readonly [least: number, most: number]
  /** The words it may be, where these are few. */
  values?: readonly string[]
  /** The most values of a list. */
  most?: number
  /** The same for a person: `the option … must be …`. */
  range: string
  /** What holds where it is absent, in words. */
  absent: string
  /** What it reads as where it is absent or wrong; absent: as nothing. */
  usual?: readonly string[]
  /** What it does, a sentence or two. */
  meaning: string
  /** A value, or several of a list, that fits. */
  example: string | readonly string[]
  /** Its value is never shown. */
  secret?: true
  /** The step of `apply` it is about; absent: it tells which modem is meant, and how that is used. */
  step?: string
}

/** One type of section of /etc/config/modem. */
export interface SectionRule {
  type: string
  /** What such a section is, a sentence or two. */
  meaning: string
  /** The name of the one in the examples; empty: it has none. */
  example: string
  options: readonly OptionRule[]
}

/** Words, from a text with blanks between. */
export const words = (text: string): string[] => text.split(' ')

/** What an option is that takes one of some words. */
export const oneOf = (values: readonly string[]): Pick<OptionRule, 'values' | 'form' | 'range'> => ({
  values,
  form: new RegExp(`^(?:${values.join('|')})$`),
  range: `one of ${values.join(', ')}`,
})

/** What an option is that says yes or no, in the words of UCI. */
export const yesOrNo: Pick<OptionRule, 'values' | 'form' | 'range'> = {
  ...oneOf(words('1 0 yes no on off true false enabled disabled')),
  range: '1 or 0',
}

/** What an option is that takes a whole number. */
export const numberOf = (
  least: number,
  most: number,
  unit = '',
): Pick<OptionRule, 'bounds' | 'form' | 'range'> => ({
  bounds: [least, most],
  form: /^-?\d{1,9}$/,
  range: `${least} to ${most}${unit && ` ${unit}`}`,
})

/** Whether one value is what an option may be. */
export const fits = ({ form, bounds }: Pick<OptionRule, 'form' | 'bounds'>, value: string): boolean =>
  form.test(value) && (bounds === undefined || (Number(value) >= bounds[0] && Number(value) <= bounds[1]))
