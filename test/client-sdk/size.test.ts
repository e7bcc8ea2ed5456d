import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

/** Words that are in zod and nowhere in a client. */
const ZOD = /zod|safeParse|\$ZodType/i;

async function bundle(): Promise<{ text: string; imports: string[] }> {
  const entry = fileURLToPath(new URL('../../client-sdk/src/index.ts', import.meta.url));
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  return { text: outputFiles[0]?.text ?? '', imports: Object.keys(metafile.inputs) };
}

describe('the bundle', () => {
  let bundled: Awaited<ReturnType<typeof bundle>>;
  beforeAll(async () => {
    bundled = await bundle();
  });

  it('is an ES module that exports connect', () => {
    expect(bundled.text).toMatch(/export\{[^}]* as connect[^}]*\}/);
  });

  it('has less than 5 KB with gzip', () => {
    expect(gzipSync(bundled.text, { level: 9 }).length).toBeLessThan(5 * 1024);
  });

  it('has no zod in it', () => {
    expect(bundled.text).not.toMatch(ZOD);
  });

  it('is made of nothing but the client and the wire contract', () => {
    const strangers = bundled.imports.filter(
      (path) => !/(client-sdk\/src|server\/protocol)\/[a-z-]+\.ts$/.test(path),
    );
    expect(strangers).toEqual([]);
  });
});
