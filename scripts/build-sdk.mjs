// Bundles @headcount/client into client-sdk/dist/index.js; `npm run build -w client-sdk` puts the types beside it.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const sdk = new URL('../client-sdk/', import.meta.url);

await build({
  entryPoints: [fileURLToPath(new URL('src/index.ts', sdk))],
  outfile: fileURLToPath(new URL('dist/index.js', sdk)),
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
});
// The tree of types holds the server's protocol, too, so the entry lies deep in it.
await writeFile(new URL('dist/index.d.ts', sdk), "export * from './types/client-sdk/src/index.js';\n");
