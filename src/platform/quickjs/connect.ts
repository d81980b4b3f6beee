import * as os from 'os'
import { Failure } from '../../contract/failure.ts'
import type { Transport } from '../platform.ts'
import { ready } from './waiting.ts'

const sigkill = 9

/**
 * A TCP connection through `nc`, which busybox always has and QuickJS has not. Its standard input stays open until the
 * end: small servers take its end for that of the connection. The child is killed when this side closes; it never waits
 * for a host that takes no connection.
 */
export function connect(address: string, port: number): Transport {
  const [answer, writer] = os.pipe()
  const [reader, question] = os.pipe()
  const nowhere = os.open('/dev/null', os.O_RDWR)
  os.signal(os.SIGPIPE, undefined)
  const pid = os.exec(['nc', address, `${port}`], {
    block: false,
    stdin: reader,
    stdout: writer,
    stderr: nowhere,
  })
  for (const fd of [writer, reader, nowhere]) os.close(fd)
  const buffer = new ArrayBuffer(16_384)
  const lost = () => new Failure('port_lost', address)
  let open = true
  return {
    async write(bytes, until) {
      const copy = bytes.slice().buffer as ArrayBuffer
      for (let sent = 0; sent < copy.byteLength; ) {
        if (!(await ready(os.setWriteHandler, question, until))) throw new Failure('port_stuck', address)
        const size = os.write(question, copy, sent, Math.min(4096, copy.byteLength - sent))
        if (size <= 0) throw lost()
        sent += size
      }
    },
    async read(until) {
      if (!(await ready(os.setReadHandler, answer, until))) return null
      const size = os.read(answer, buffer, 0, buffer.byteLength)
      if (size <= 0) throw lost()
      return new Uint8Array(buffer.slice(0, size))
    },
    close() {
      if (!open) return
      open = false
      for (const fd of [answer, question]) os.close(fd)
      os.kill(pid, sigkill)
      for (let nth = 0; nth < 50 && os.waitpid(pid, os.WNOHANG)[0] === 0; nth++) os.sleep(2)
    },
  }
}
