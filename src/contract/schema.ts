/** The part of JSON Schema the contract needs; the generator refuses everything else. */
export interface Schema {
  type?: SchemaType | readonly SchemaType[]
  enum?: readonly unknown[]
  anyOf?: readonly Schema[]
  properties?: { readonly [name: string]: Schema }
  required?: readonly string[]
  /** What the properties that are not listed must be; false: there are none. */
  additionalProperties?: false | Schema
  items?: Schema
  /** Comes with `maxItems`. */
  minItems?: number
  maxItems?: number
  /** Comes with `maximum`. */
  minimum?: number
  maximum?: number
  pattern?: string
}

/** Type names of JSON Schema. */
export type SchemaType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'

const typeOf = (value: unknown) =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value === 'number' && !Number.isFinite(value)
          ? 'infinite'
          : typeof value

/**
 * The first mistake of `value` in words, beginning with the name of the part that is wrong (`bands[2] must be 1 to
 * 1023`), or null when it fits the schema. Only own properties count, and nothing is converted. It goes no deeper than
 * the schema does, whatever lies in the value.
 */
export function mistake(schema: Schema, value: unknown, name = ''): string | null {
  const must = (text: string) => `${name || 'it'} must ${text}`
  const { anyOf, enum: values, properties = {}, minimum = -Infinity, maximum = Infinity } = schema
  const { minItems = 0, maxItems = Infinity } = schema
  if (anyOf) {
    const mistakes = anyOf.map(branch => mistake(branch, value, name))
    return mistakes.includes(null) ? null : mistakes.join(', or ')
  }
  const type = typeOf(value)
  const types = [schema.type ?? type].flat()
  if (!types.some(allowed => allowed === type || (allowed === 'number' && type === 'integer')))
    return must(`be of type ${types.join(' or ')}`)
  if (values && !values.includes(value)) return must(`be one of ${values.join(', ')}`)
  if (typeof value === 'number' && (value < minimum || value > maximum))
    return must(`be ${minimum} to ${maximum}`)
  if (typeof value === 'string' && schema.pattern && !new RegExp(schema.pattern).test(value))
    return must(`match ${schema.pattern}`)
  if (Array.isArray(value)) {
    if (value.length < minItems || value.length > maxItems)
      return must(`have ${minItems} to ${maxItems} items`)
    if (schema.items)
      for (const [index, item] of value.entries()) {
        const wrong = mistake(schema.items, item, `${name}[${index}]`)
        if (wrong) return wrong
      }
  } else if (type === 'object') {
    const own = new Map(Object.entries(value as object))
    for (const [key, inner] of own) {
      const known = Object.hasOwn(properties, key) ? properties[key] : schema.additionalProperties
      if (known === false)
        return `${dotted(name, key)} is unknown, known are: ${Object.keys(properties).join(', ')}`
      const wrong = known && mistake(known, inner, dotted(name, key))
      if (wrong) return wrong
    }
    for (const key of schema.required ?? []) if (!own.has(key)) return `${dotted(name, key)} is missing`
  }
  return null
}

const dotted = (parent: string, key: string) => (parent ? `${parent}.` : '') + key.slice(0, 40)
