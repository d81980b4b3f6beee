/** Members of a class as a page writes them. */
type Members = Record<string, unknown>

/** A class made by `extend`: LuCI's loader accepts nothing else from a module. */
export interface Class {
  new (): object
  extend(members: Members): Class
  readonly isClass: true
}

/** Makes a class whose instances have these members; `__init__` runs when one is made. */
function derive(base: object, members: Members): Class {
  const prototype: Members = Object.create(base)
  for (const [name, value] of Object.entries(members))
    Object.defineProperty(prototype, name, { value, writable: true })
  function Made(this: { __init__?: () => void }) {
    this.__init__?.()
  }
  Made.prototype = prototype
  return Object.assign(Made as unknown as { new (): object }, {
    extend: (more: Members) => derive(prototype, more),
    isClass: true as const,
  })
}

/** LuCI's `baseclass`. */
export const baseclass = derive({}, {})
