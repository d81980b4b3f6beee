import { nearest } from '../contract/nearest.ts'
import { missingAtPorts } from '../discovery/at-ports.ts'
import { parseModels } from '../discovery/model-file.ts'
import { modelRules, ownFolder, ownModels } from '../discovery/models.ts'
import { listModems } from '../discovery/modems.ts'
import type { Platform } from '../platform/platform.ts'

/** A mistake with the name that was probably meant: of a member or option, or of a dialect. */
function withMeant(text: string, dialects: readonly string[]): string {
  const [, member = '', members] = /(\w+) is unknown, known are: (.*)$/.exec(text) ?? []
  const [, dialect = ''] = /^there is no dialect (.*)$/.exec(text) ?? []
  const name = members ? nearest(member, members.split(', ')) : dialect && nearest(dialect, dialects)
  return name ? `${text}; ${name} is meant, perhaps` : text
}

/** `modem model-check FILE`: what is wrong with a model file, or that nothing is, and which AT port is not there. */
export function checkModelFile(platform: Platform, path: string): { text: string; code: number } {
  const content = platform.files.read(path)
  if (content === null) return { text: `${path}: cannot be read\n`, code: 2 }
  const { files, data } = platform
  const { models, mistakes } = path.startsWith(`${ownFolder}/`)
    ? ownModels(files, data, path)
    : parseModels(content, modelRules(files, data))
  const say = (texts: readonly string[]) => texts.map(text => `${path}: ${text}\n`).join('')
  if (mistakes.length > 0) {
    const dialects = files.list(`${data}/dialects`).flatMap(name => /^([\w-]+)\.js$/.exec(name)?.[1] ?? [])
    return { text: say(mistakes.map(text => withMeant(text, dialects))), code: 1 }
  }
  const sound = models.map(({ id, vendor, name }) => `${[id].flat().join(', ')} ${vendor} ${name}: sound`)
  return { text: say([...sound, ...missingAtPorts(models, listModems(platform))]), code: 0 }
}
