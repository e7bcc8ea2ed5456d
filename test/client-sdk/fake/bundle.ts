import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The client as it is published, with the files it is made of. */
export async function bundle(): Promise<{ text: string; inputs: string[] }> {
  const entry = fileURLToPath(new URL('../../../client-sdk/src/index.ts', import.meta.url));
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    metafile: true,
  });
  return { text: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}
