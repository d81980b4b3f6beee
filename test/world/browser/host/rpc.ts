import { environment } from './environment.ts'

/** How a method is declared. */
interface Declaration {
  object: string
  method: string
  params?: readonly string[]
}

interface Reply {
  result?: readonly unknown[]
  error?: { code: number; message: string }
}

let nextId = 1

/** Longest wait for an answer, ms: LuCI's `rpctimeout`. */
const patience = 20_000

/** One call. Rejects as LuCI does when the server says no or says nothing. */
export async function call(object: string, method: string, args: object): Promise<unknown> {
  const where = `RPC call to ${object}/${method} failed with`
  const response = await fetch('/ubus', {
    method: 'POST',
    signal: AbortSignal.timeout(patience),
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: nextId++,
      method: 'call',
      params: [environment.session, object, method, args],
    }),
  })
  if (!response.ok) throw new Error(`${where} HTTP error ${response.status}: ${response.statusText}`)
  const { error, result = [] } = (await response.json()) as Reply
  if (error) throw new Error(`${where} error ${error.code}: ${error.message}`)
  return result.length > 1 ? result[1] : result[0]
}

/** LuCI's `rpc`: a declared method takes its arguments in order and resolves to the reply or the ubus status. */
export const rpc = {
  declare:
    ({ object, method, params = [] }: Declaration) =>
    (...values: readonly unknown[]) =>
      call(object, method, Object.fromEntries(params.map((name, index) => [name, values[index]]))),
}
