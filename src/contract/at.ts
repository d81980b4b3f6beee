import type { ModemArgs } from './args.ts'

/** Arguments of `at`. */
export interface AtArgs extends ModemArgs {
  /**
   * One command line beginning with AT, printable ASCII only.
   * @pattern ^[Aa][Tt][ -~]{0,1022}$
   */
  command: string
  /**
   * How long to wait for the final result, milliseconds; default 5000.
   * @minimum 100
   * @maximum 14000
   */
  timeout_ms?: number
}

/** Answer of `at`. */
export interface AtReply {
  modem: string
  command: string
  /** Answer lines without echo and final result. */
  lines: string[]
  /** The final result line, or `timeout`. */
  final: string
  ok: boolean
}
