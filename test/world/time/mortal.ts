import type { Platform } from '../../../src/platform/platform.ts'

/** A platform whose user is killed before one of the things it does to the world, and what it did until then. */
export interface Mortal {
  platform: Platform
  /** What was done, in order, a line each. */
  deeds: readonly string[]
  isDead(): boolean
}

/** Kills whoever uses a platform before its deed that `isLast` says, by its number from 0 and its text. */
export function mortal(inner: Platform, isLast: (nth: number, deed: string) => boolean): Mortal {
  const deeds: string[] = []
  let isDead = false
  const check = (deed: string) => {
    isDead ||= isLast(deeds.length, deed)
    if (isDead) throw new Error('killed')
    deeds.push(deed)
  }
  const { files } = inner
  const platform: Platform = {
    ...inner,
    files: {
      ...files,
      write(path, text) {
        check(`write ${path}`)
        return files.write(path, text)
      },
      put(path, value) {
        check(`put ${path} ${value}`)
        return files.put(path, value)
      },
      remove(path) {
        check(`remove ${path}`)
        files.remove(path)
      },
    },
    async exec(argv, until) {
      try {
        check(argv.join(' '))
      } catch {
        return { code: null, stdout: '' }
      }
      return inner.exec(argv, until)
    },
    openTty(path) {
      if (isDead) throw new Error('killed')
      const port = inner.openTty(path)
      return {
        ...port,
        async write(bytes, until) {
          check(`send ${String.fromCharCode(...bytes).trim()}`)
          await port.write(bytes, until)
        },
      }
    },
  }
  return { platform, deeds, isDead: () => isDead }
}
