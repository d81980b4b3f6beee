import { createServer } from 'node:net'
import { replyText, requestOf, type StickRequest, type StickServer } from './server.ts'

/** A stick's web server on loopback. */
export interface LoopbackStick {
  port: number
  log: StickRequest[]
  /** How the next answers come; default whole and at once. */
  manner: 'whole' | 'slow' | 'cut' | 'never'
  close(): void
}

/** Serves over real connections, as the small servers of sticks do: one request a connection. */
export async function serveOnLoopback(server: StickServer): Promise<LoopbackStick> {
  const log: StickRequest[] = []
  const listener = createServer(socket => {
    socket.on('error', () => {})
    let text = ''
    socket.on('data', bytes => {
      text += bytes.toString('latin1')
      const request = requestOf(text)
      if (request === null) return
      text = ''
      log.push(request)
      const reply = server(request)
      if (reply === null || stick.manner === 'never') return
      const answer = replyText(reply)
      if (stick.manner === 'cut') socket.end(answer.slice(0, -5), 'latin1')
      else if (stick.manner === 'slow') {
        const half = Math.floor(answer.length / 2)
        socket.write(answer.slice(0, half), 'latin1')
        setTimeout(() => socket.end(answer.slice(half), 'latin1'), 100)
      } else socket.end(answer, 'latin1')
    })
  })
  const port = await new Promise<number>(resolve => {
    listener.listen(0, '127.0.0.1', () => resolve((listener.address() as { port: number }).port))
  })
  const stick: LoopbackStick = { port, log, manner: 'whole', close: () => listener.close() }
  return stick
}
