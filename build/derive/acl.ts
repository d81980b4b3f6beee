import { type Access, accesses, type Method } from '../contract.ts'

const groups = {
  status: { name: 'modem-status', description: 'See the modem, its signal, its cell, its SIM and its bands' },
  control: { name: 'modem-control', description: 'Change how the modem works, such as the bands it may use' },
  sms: { name: 'modem-messages', description: 'Read, send and delete text messages' },
  at: { name: 'modem-at', description: 'Send raw AT commands, which gives full power over the modem' },
} satisfies Record<Access, { name: string; description: string }>

/** Name of the ACL group of a capability. */
export const groupOf = (access: Access) => groups[access].name

interface Grant {
  ubus: { modem: string[] }
  uci?: string[]
}

/** A group of `/usr/share/rpcd/acl.d/*.json`; rpcd lets who may write also read. */
export interface AclGroup {
  description: string
  read: Grant
  write?: Grant
}

/** `/etc/config/modem` may hold a PIN: it is not for those who only look. */
const configuration = { uci: ['modem'] }

/**
 * The ACL groups, one per capability that has methods. A changing method stands only under `write`; what a page with
 * this group alone has to read stands under `read`.
 */
export function aclGroups(methods: readonly Method[]): Record<string, AclGroup> {
  const named = (access: Access) => methods.filter(method => method.access === access).map(({ name }) => name)
  const acl: Record<string, AclGroup> = {}
  for (const access of accesses) {
    const own = named(access)
    if (own.length === 0) continue
    const { name, description } = groups[access]
    const read: Grant = { ubus: { modem: named('status') } }
    const write: Grant = { ubus: { modem: own } }
    if (access === 'status') acl[name] = { description, read }
    else if (access !== 'control') acl[name] = { description, read, write }
    else
      acl[name] = { description, read: { ...read, ...configuration }, write: { ...write, ...configuration } }
  }
  return acl
}
