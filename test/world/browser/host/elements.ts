type Child = unknown

const isNode = (value: unknown): value is Node => value instanceof Node

/**
 * LuCI's `dom.append`: nodes of an array are appended, other values of it become texts; a lone value that is no node
 * is markup.
 */
export function append(node: Element, children: Child): void {
  if (Array.isArray(children)) {
    for (const child of children) {
      if (isNode(child)) node.appendChild(child)
      else if (child !== null && child !== undefined) node.append(String(child))
    }
  } else if (isNode(children)) node.appendChild(children)
  else if (children !== null && children !== undefined) node.innerHTML = String(children)
}

/** LuCI's `dom.content`: new children instead of the old. */
export function content(node: Element, children: Child): void {
  node.replaceChildren()
  append(node, children)
}

/** LuCI's `E()`: functions among the attributes listen, null and undefined are left out. */
export function create(name: string, attributes?: unknown, children?: Child): HTMLElement {
  const node = document.createElement(name)
  const plain = typeof attributes === 'object' && attributes !== null && !isNode(attributes)
  if (!plain || Array.isArray(attributes)) {
    append(node, attributes)
    return node
  }
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(key, value as EventListener)
    else if (value !== null && value !== undefined) node.setAttribute(key, String(value))
  }
  append(node, children)
  return node
}

/** `String.prototype.format` as far as pages use it: `%s`, `%d`, `%%`. */
export function format(template: string, values: readonly unknown[]): string {
  const rest = [...values]
  return template.replace(/%([sd%])/g, (_, kind: string) =>
    kind === '%' ? '%' : kind === 'd' ? String(Math.trunc(Number(rest.shift()))) : String(rest.shift()),
  )
}
