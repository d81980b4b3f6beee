import { spawnSync } from 'node:child_process'
import type { Recipe } from '../../build/package/recipe.ts'
import { lookup } from '../world/router/qjs.ts'

/** 15 June 2025, 15:06:40 UTC. */
export const epoch = 1_750_000_000

/** What the packages of a test share. */
export const edition = { version: '0.1.0-r1', license: 'Apache-2.0', origin: 'modem-backend', epoch } as const

/** A package with what a test says about it. */
export function recipe(told: Partial<Recipe> = {}): Recipe {
  return {
    name: 'sample',
    description: 'A sample.',
    section: 'utils',
    depends: [],
    provides: {},
    conffiles: [],
    files: new Map([['usr/bin/sample', { content: '#!/bin/sh\necho sample\n', mode: 0o755 }]]),
    scripts: {},
    ...told,
  }
}

/** A package of scripts by path. */
export const scripts = (name: string, files: Readonly<Record<string, string>>, told: Partial<Recipe> = {}) =>
  recipe({
    name,
    files: new Map(Object.entries(files).map(([path, content]) => [path, { content, mode: 0o755 }])),
    ...told,
  })

/** Path of `opkg` of OpenWrt in PATH, which some tests hold our packages against; null where there is none. */
export function realOpkg(): string | null {
  const { stdout, status } = spawnSync('opkg', ['--version'], { encoding: 'utf8' })
  return status === 0 && /^opkg version /.test(stdout) ? lookup('opkg') : null
}

/** Path of `apk` of apk-tools 3 in PATH, which some tests hold our packages against; null where there is none. */
export function realApk(): string | null {
  const { stdout, status } = spawnSync('apk', ['--version'], { encoding: 'utf8' })
  return status === 0 && /^apk-tools 3\./.test(stdout) ? lookup('apk') : null
}
