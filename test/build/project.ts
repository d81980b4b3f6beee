import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { BundleTable } from '../../build/bundles.ts'

/** This repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** A contract of two methods, small and complete. */
export const contract = {
  'src/contract/api.ts': `
import type { Colour } from './words.ts'
/** Which lamp. */
export interface LampArgs {
  /**
   * Name of the lamp.
   * @pattern ^[a-z]{1,8}$
   */
  lamp?: string
}
/** Arguments of \`paint\`. */
export interface PaintArgs extends LampArgs {
  colour: Colour
  /**
   * Layers.
   * @minimum 1
   * @maximum 9
   */
  layers?: number
}
/** What a lamp is like. */
export interface Lamp { lamp: string; colour: Colour | null }
/** The object. */
export interface ModemApi {
  /**
   * Looks at a lamp.
   * @access status
   */
  look(args: LampArgs): Lamp
  /**
   * Paints a lamp.
   * @access control
   */
  paint(args: PaintArgs): Lamp
}
`,
  'src/contract/words.ts': `
/** A colour. */
export type Colour = 'red' | 'green'
`,
  'src/contract/failure.ts': `
export const failures = { broken: 'The lamp is broken: %' } as const
/** The name of an error. */
export type FailureCode = keyof typeof failures
/** What a method answers when it fails. */
export interface FailureReply { error: FailureCode; message: string }
`,
  'src/models/model.ts': `
export interface Model<O = unknown> {
  bus: 'usb' | 'pci'
  id: string | readonly string[]
  product?: string
  board?: readonly string[]
  vendor: string
  name: string
  dialect: string
  at: readonly number[]
  bands?: { lte?: number[] }
  default_bands?: { lte?: number[] }
  options?: O
  source?: string
}
/** A model that may be like another one. */
export interface ModelEntry<O = unknown> extends Omit<Model<O>, 'dialect' | 'at'> {
  dialect?: string
  at?: readonly number[]
  like?: string
}
`,
} as const

/** The check of arguments, which generated modules import. */
const check = readFileSync(join(repository, 'src/contract/schema.ts'), 'utf8')

/** The sources of a router tree with the methods `look` and `paint` and one dialect. */
export const sources = {
  'src/contract/schema.ts': check,
  'src/core.ts': `export const shared = (text: string) => \`core says \${text}\``,
  'src/main/rpcd.ts': `import * as os from 'os'\nimport { shared } from '../core.ts'\nos.remove(shared('rpcd'))`,
  'src/main/backend.ts': `export const answer = () => ''`,
  'src/main/shim.ts': `import * as std from 'std'\nstd.exit(0)`,
  'src/main/cli.ts': `import * as std from 'std'\nstd.exit(1)`,
  'src/methods/look.ts': `import { shared } from '../core.ts'\nexport const method = () => shared('look')`,
  'src/methods/paint.ts': `import { shared } from '../core.ts'\nexport const method = () => shared('paint')`,
  'src/dialects/plain/read.ts': `import { word } from './words.ts'\nexport const name = 'plain'\nexport const dialect = { read: () => word('reading') }`,
  'src/dialects/plain/settings.ts': `import { name } from './read.ts'\nexport const settings = { write: () => name + ' writing' }`,
  'src/dialects/plain/words.ts': `export const word = (text: string) => text.toUpperCase()`,
  'src/dialects/mute/read.ts': `export const dialect = { read: () => null }`,
  'src/models/lamps.ts': `export const models = [{ bus: 'usb', id: ['1234:abcd', '1234:*'], vendor: 'V', name: 'N', dialect: 'plain', at: [2], source: 'a book' }]`,
  'package.json': '{"version":"1.2.3"}',
  'rpcd/modem': '#!/bin/sh\n',
  'rpcd/modem.sh': '#!/bin/sh\n',
  'rpcd/completion.bash': '# nothing\n',
  'rpcd/init': '#!/bin/sh\n',
  'rpcd/modem.config': '# nothing\n',
  'rpcd/watch.init': '#!/bin/sh\n',
  'rpcd/mqtt/hotplug': '#!/bin/sh\n',
  'rpcd/mqtt/mosquitto_pub': '# nothing\n',
  'rpcd/fleet/modem.lua': '',
  'rpcd/fleet/modem.uc': '',
  'rpcd/fleet/collectd.lua': '',
  'rpcd/fleet/statistics.js': '',
  'rpcd/fleet/openwisp.lua': '',
  'rpcd/fleet/zabbix.conf': '',
  'rpcd/fleet/zabbix-acl.json': '',
  'rpcd/fleet/zabbix-acl-older.json': '',
  'rpcd/shim/modemband.sh': '#!/bin/sh\n',
  'rpcd/shim/3ginfo.sh': '#!/bin/sh\n',
  'rpcd/shim/detect.sh': '#!/bin/sh\n',
  'rpcd/shim/params.sh': '#!/bin/sh\n',
  'rpcd/shim/product.sh': '#!/bin/sh\n',
  'rpcd/shim/network.sh': '#!/bin/sh\n',
  'rpcd/shim/md_serial_ecm': '#!/bin/sh\n',
  'rpcd/shim/md_modemmanager': '#!/bin/sh\n',
  'rpcd/shim/md_uqmi': '#!/bin/sh\n',
  'rpcd/hotplug/iface': '#!/bin/sh\n',
  'rpcd/hotplug/usb': '#!/bin/sh\n',
  'rpcd/hotplug/tty': '#!/bin/sh\n',
  'rpcd/hotplug/wwan': '#!/bin/sh\n',
  'rpcd/keep': '/etc/modem/\n',
  'acl.d/modem.json': '{}\n',
} as const

/** Which source of that tree lies in which bundle. */
export const table: BundleTable = {
  bundles: {
    core: ['core', 'contract/failure', 'contract/schema'],
    rpcd: ['main/rpcd'],
    backend: ['main/backend'],
    shim: ['main/shim'],
    cli: ['main/cli'],
    'methods/*': ['methods/*'],
    'dialects/*': ['dialects/*/read'],
    'dialects/*.settings': ['dialects/*/settings'],
  },
  apart: { 'dialects/*.settings': 'dialects/*' },
  copies: {},
}

/** A folder with the given files, removed when the test is over. */
export function project(...files: readonly Readonly<Record<string, string>>[]): string {
  const root = mkdtempSync(join(tmpdir(), 'modem-build-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of files.flatMap(part => Object.entries(part))) put(root, path, text)
  return root
}

/** Writes one file of a project. */
export function put(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
