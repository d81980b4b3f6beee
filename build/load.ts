import { build as esbuild } from 'esbuild'

/** Bundles a TypeScript module in memory and imports it. */
export async function load(path: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await esbuild({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  })
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  return await import(`data:text/javascript;base64,${code}`)
}
