import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'

const script = join(import.meta.dirname, 'fetch-qjs.sh')
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The archives the script would ask, best first, with these files as /etc/apt. */
function archives(files: Record<string, string>): string[] {
  const etc = mkdtempSync(join(tmpdir(), 'apt-'))
  folders.push(etc)
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(etc, name)), { recursive: true })
    writeFileSync(join(etc, name), text)
  }
  const { stdout, stderr } = spawnSync(script, ['--archives'], {
    encoding: 'utf8',
    env: { ...process.env, APT_ETC: etc },
  })
  expect(stderr).toBe('')
  return stdout.split('\n').slice(0, -1)
}

const available = spawnSync('bash', ['-c', 'command -v awk sort cut']).status === 0

describe.skipIf(!available)("the archives Debian's engine is fetched from", () => {
  it('are the deb822 sources of the release, without security, updates and other vendors', () => {
    const debian = [
      'Types: deb deb-src',
      'URIs: http://mirror.example/debian/ http://second.example/debian',
      'Suites: bookworm bookworm-updates',
      'Components: main contrib',
      'Signed-By: /usr/share/keyrings/debian.gpg',
      '',
      'Types: deb',
      '# URIs: http://old.example/debian',
      'URIs: http://mirror.example/debian-security',
      'Suites: bookworm-security',
      'Components: main',
      '',
      'Types: deb',
      'URIs: http://updates.example/debian',
      'Suites: bookworm-updates',
      'Components: main',
      '',
      'Enabled: no',
      'Types: deb',
      'URIs: http://disabled.example/debian',
      'Suites: bookworm',
      'Components: main',
    ].join('\n')
    const other = 'Types: deb\nURIs: https://vendor.example/apt\nSuites: stable\nComponents: main\n'
    expect(
      archives({ 'sources.list.d/debian.sources': debian, 'sources.list.d/vendor.sources': other }),
    ).toEqual([
      'http://mirror.example/debian\t/usr/share/keyrings/debian.gpg',
      'http://second.example/debian\t/usr/share/keyrings/debian.gpg',
    ])
  })

  it('are the one-line sources of the release', () => {
    expect(
      archives({
        'sources.list': [
          'deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror.example/debian bookworm main non-free',
          'deb http://mirror.example/debian bookworm-updates main',
          'deb http://mirror.example/debian-security bookworm-security main',
          'deb-src http://source.example/debian bookworm main',
          '# deb http://comment.example/debian bookworm main',
        ].join('\n'),
        'sources.list.d/vendor.list': 'deb https://vendor.example/apt nodistro main\n',
      }),
    ).toEqual(['http://mirror.example/debian\t/usr/share/keyrings/k.gpg'])
  })

  it('are the undated base of a dated snapshot first, and then the snapshot', () => {
    expect(
      archives({
        'sources.list': 'deb http://snapshots.example/archive/debian/20250520T000000Z bookworm main\n',
      }),
    ).toEqual([
      'http://snapshots.example/archive/debian\t',
      'http://snapshots.example/archive/debian/20250520T000000Z\t',
    ])
  })

  it('are none where nothing is configured', () => {
    expect(archives({})).toEqual([])
  })
})
