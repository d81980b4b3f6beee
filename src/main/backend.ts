import { createPlatform } from '../platform/quickjs/platform.ts'
import { dispatch } from './dispatch.ts'

/** Answers one call with everything the backend has; the text is one JSON object. */
export async function answer(method: string, args: unknown): Promise<string> {
  return JSON.stringify(await dispatch(createPlatform(), method, args))
}
