import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fnmatch, login, readAcls } from './acl.ts'
import { cgiIoExec, splitCommand } from './cgi.ts'
import { firstValue } from './json.ts'
import { createRouter, type Router, routerProblem } from './root.ts'
import { type Rpcd, replyLimit, startRpcd, status } from './rpcd.ts'

const problem = routerProblem()
const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`

describe('the first JSON value of an output', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    [' \n{"a":"}\\"{"} {"b":2}', { a: '}"{' }],
    ['{"a":1}garbage', { a: 1 }],
  ])('is the object in %j', (text, value) => {
    expect(firstValue(text)).toMatchObject({ kind: 'object', value })
  })

  it.each(['', 'null', ' null\n'])('is nothing in %j', text => {
    expect(firstValue(text)).toEqual({ kind: 'nothing' })
  })

  it.each(['\n', '[1]', '"text"', '12', '{"a":1', '{"a":}', '{"a":"\u0001"}', 'text {"a":1}'])(
    'is unusable in %j',
    text => {
      expect(firstValue(text)).toMatchObject({ kind: 'unusable' })
    },
  )

  it('may nest 31 deep and not 32', () => {
    expect(firstValue(nested(31))).toMatchObject({ kind: 'object' })
    expect(firstValue(nested(32))).toMatchObject({ kind: 'unusable', why: 'nested deeper than 31' })
  })
})

/** Answers by method; `big N` prints an object of N bytes. */
const plugin = `#!/bin/sh
case "$1 $2" in
  'list ')
    echo listed >>/tmp/listed
    echo '{"echo":{"text":"String"},"raw":{"output":"String"},"size":{},"slow":{},"half":{},"manners":{},"big":{"n":1}}{"more":{}}' ;;
  'call echo') cat ;;
  'call raw') input=$(cat); input=\${input#*'"output":"'}; printf '%b' "\${input%'"'*}"; exit 3 ;;
  'call size') echo "{\\"bytes\\": $(wc -c)}" ;;
  'call slow') sleep 66 & wait ;;
  'call half') echo '{"done":true}'; sleep 1; sleep 1 ;;
  'call manners') echo "{\\"umask\\": \\"$(umask)\\", \\"sigign\\": \\"$(sed -n 's/SigIgn:\\t//p' /proc/self/status)\\", \\"pwd\\": \\"$PWD\\", \\"env\\": \\"$(env | sed 's/=.*//' | sort | tr '\\n' ' ')\\"}" ;;
  'call big') echo "{\\"a\\":\\"$(head -c "$(sed 's/[^0-9]//g')" /dev/zero | tr '\\0' x)\\"}" ;;
esac
`

describe.skipIf(problem !== null)(`the rpcd stand-in (${problem ?? 'under busybox ash'})`, () => {
  let router: Router
  let rpcd: Rpcd

  beforeAll(async () => {
    router = await createRouter({
      dist: null,
      files: {
        '/usr/libexec/rpcd/sample': plugin,
        '/usr/libexec/rpcd/empty': '#!/bin/sh\necho "{}"\n',
        '/usr/libexec/rpcd/broken': '#!/bin/sh\necho "no json"\n',
        '/usr/libexec/rpcd/notes.txt': 'not executable\n',
        '/usr/bin/tool': '#!/bin/sh\nfor word; do echo "[$word]"; done; echo no >&2\n',
      },
    })
    rpcd = await startRpcd(router, { timeoutMs: 600 })
  })
  afterAll(() => router?.close())

  it('offers the objects whose list is an object, and asks once', async () => {
    expect([...rpcd.objects.keys()]).toEqual(['sample'])
    expect(rpcd.objects.get('sample')).toMatchObject({ echo: { text: 'String' }, size: {} })
    await rpcd.call('sample', 'echo')
    expect(router.read('/tmp/listed')).toBe('listed\n')
  })

  it('passes the arguments on stdin, with the session when there is one', async () => {
    expect(await rpcd.call('sample', 'echo', { text: 'ä"' })).toMatchObject({
      status: 0,
      data: { text: 'ä"' },
    })
    const { data } = await rpcd.call('sample', 'echo', { text: '' }, 'f'.repeat(32))
    expect(data).toEqual({ text: '', ubus_rpc_session: 'f'.repeat(32) })
  })

  it('knows neither foreign objects nor foreign methods', async () => {
    expect(await rpcd.call('other', 'echo')).toMatchObject({ status: status.notFound, run: null })
    expect(await rpcd.call('sample', 'toString')).toMatchObject({ status: status.noMethod, run: null })
  })

  it('cuts the arguments at 65,536 bytes', async () => {
    expect((await rpcd.call('sample', 'size', { text: 'x'.repeat(70_000) })).data).toEqual({ bytes: 65_536 })
    expect((await rpcd.call('sample', 'size')).data).toEqual({ bytes: 2 })
  })

  it.each([
    ['{}', status.ok],
    ['{}{}', status.ok],
    ['', status.noData],
    ['null', status.noData],
    ['[]', status.invalid],
    ['oops', status.invalid],
  ])('judges the output %j by its first value, not by the exit code', async (output, expected) => {
    const reply = await rpcd.call('sample', 'raw', { output })
    expect(reply.status).toBe(expected)
    expect(reply.run?.code).toBe(3)
  })

  it('loses a reply that is too large', async () => {
    const frame = '{"a":""}'.length
    expect((await rpcd.call('sample', 'big', { n: replyLimit - frame - 1 })).status).toBe(status.ok)
    expect(await rpcd.call('sample', 'big', { n: replyLimit - frame })).toMatchObject({
      status: null,
      data: null,
    })
  })

  it('kills a slow plugin, but not its children, and answers no data', async () => {
    const reply = await rpcd.call('sample', 'slow')
    expect(reply).toMatchObject({ status: status.noData, run: { killed: true, signal: 'SIGKILL' } })
    expect(reply.why).toContain('killed after 600 ms')
    expect(router.running().map(({ argv }) => argv.join(' '))).toEqual(['sleep 66'])
    await router.run(['killall', 'sleep'])
  })

  it('keeps what a killed plugin had answered by then', async () => {
    expect(await rpcd.call('sample', 'half')).toMatchObject({
      status: 0,
      data: { done: true },
      run: { killed: true },
    })
  })

  it('starts plugins with umask 0077, SIGPIPE ignored, in / and with a bare environment', async () => {
    const { data } = await rpcd.call('sample', 'manners')
    expect(data).toMatchObject({ umask: '0077', pwd: '/' })
    expect(BigInt(`0x${data?.sigign}`) & (1n << 12n)).not.toBe(0n)
    expect(
      String(data?.env)
        .trim()
        .split(' ')
        .filter(name => !['_', 'PWD', 'SHLVL', 'OLDPWD'].includes(name)),
    ).toEqual(['HOME', 'PATH'])
  })

  it('counts how many calls ran at once', async () => {
    const fresh = await startRpcd(router)
    await fresh.call('sample', 'echo')
    expect(fresh.peak).toBe(1)
    await Promise.all([fresh.call('sample', 'echo'), fresh.call('sample', 'echo')])
    expect(fresh.peak).toBe(2)
  })

  it("runs a page's command only when the line or the executable is granted", async () => {
    const session = login(
      {
        pinned: {
          read: {
            'cgi-io': ['exec'],
            file: { '/usr/bin/tool json': ['exec'], '/usr/bin/tool set [0-9]*': ['exec'] },
          },
          write: { file: { '/bin/cat': ['exec'] } },
        },
      },
      { read: ['*'] },
    )
    const exec = (line: string) => cgiIoExec(router, session, line)
    expect(await exec('/usr/bin/tool  json')).toMatchObject({
      status: 200,
      run: { stdout: '[json]\n', stderr: '' },
    })
    expect(await exec('/usr/bin/tool set 1\\ 2;id')).toMatchObject({ run: { stdout: '[set]\n[1 2;id]\n' } })
    expect((await exec('/usr/bin/tool text')).status).toBe(403)
    await router.run(['ln', '-s', '/usr/bin/tool', '/usr/bin/link'])
    expect((await exec('/usr/bin/link json')).status).toBe(403)
    const byLink = login(
      { linked: { read: { 'cgi-io': ['exec'], file: { '/usr/bin/link json': ['exec'] } } } },
      { read: ['*'] },
    )
    expect(await cgiIoExec(router, byLink, '/usr/bin/link json')).toMatchObject({
      status: 403,
      why: expect.stringContaining('/usr/bin/tool'),
    })
    expect((await exec('/bin/cat /etc/passwd')).status).toBe(403)
    expect((await exec('/usr/bin/none')).status).toBe(404)
    expect((await exec('  ')).status).toBe(400)
    expect((await cgiIoExec(router, login({}, { read: ['*'] }), '/usr/bin/tool json')).status).toBe(403)
  })
})

describe('access control', () => {
  const groups = {
    status: { read: { ubus: { modem: ['info', 'list'] } } },
    control: { read: { uci: ['modem'] }, write: { ubus: { modem: ['set_bands'] }, uci: ['modem'] } },
  }

  it('gives readers the read side and writers both', () => {
    const reader = login(groups, { read: ['*'] })
    expect(reader.allowed('ubus', 'modem', 'info')).toBe(true)
    expect(reader.allowed('ubus', 'modem', 'set_bands')).toBe(false)
    expect(reader.allowed('uci', 'modem', 'read')).toBe(true)
    expect(reader.allowed('uci', 'modem', 'write')).toBe(false)
    const writer = login(groups, { write: ['control'] })
    expect(writer.allowed('ubus', 'modem', 'set_bands')).toBe(true)
    expect(writer.allowed('uci', 'modem', 'read')).toBe(true)
    expect(writer.allowed('ubus', 'modem', 'info')).toBe(false)
  })

  it('lets a forbidding pattern win', () => {
    const session = login(groups, { read: ['*', '!status'] })
    expect(session.allowed('ubus', 'modem', 'info')).toBe(false)
    expect(session.allowed('uci', 'modem', 'read')).toBe(true)
  })

  it('reads groups from files and keeps groups of one name apart', () => {
    const folder = mkdtempSync(join(tmpdir(), 'acl-'))
    writeFileSync(join(folder, 'a.json'), JSON.stringify({ g: { read: { ubus: { modem: ['info'] } } } }))
    writeFileSync(join(folder, 'b.json'), JSON.stringify({ g: { read: { ubus: { luci: ['get*'] } } } }))
    const session = login(readAcls(folder), { read: ['g'] })
    rmSync(folder, { recursive: true })
    expect(session.allowed('ubus', 'modem', 'info')).toBe(true)
    expect(session.allowed('ubus', 'luci', 'getFeatures')).toBe(true)
  })

  it.each([
    ['/usr/bin/*', '/usr/bin/a/b', true],
    ['mm[a-c]li -m [0-9]*', 'mmcli -m 12 -J', true],
    ['[!a]?', 'b.', true],
    ['a.c', 'abc', false],
    ['*', '', true],
  ])('matches %j with %j: %s', (pattern, text, expected) => {
    expect(fnmatch(pattern, text)).toBe(expected)
  })

  it('splits a command line at blanks alone', () => {
    expect(splitCommand(' /bin/a "b c"  d\\ e\tf ')).toEqual(['/bin/a', '"b', 'c"', 'd e', 'f'])
    expect(splitCommand('')).toEqual([])
  })
})
