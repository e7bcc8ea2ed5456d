import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const OUT = 'dist/bench';

/** Plain JavaScript for all processes that are measured: a loader in one of them would weigh on its figures. */
export async function bundle(): Promise<{ readonly variant: string; readonly soak: string }> {
  await build({
    absWorkingDir: root,
    entryPoints: {
      variant: 'bench/variant.ts',
      soak: 'bench/soak/run.ts',
      'load/arrivals': 'bench/load/arrivals.ts',
      'load/churn': 'bench/load/churn.ts',
      'load/holder': 'bench/load/holder.ts',
      'servers/headcount': 'bench/servers/headcount.ts',
      // Beside the server, where it looks for it.
      'servers/language-worker': 'server/figures/talk/language-worker.mjs',
      'servers/make-report': 'server/reports/make-report.ts',
      'servers/bare-uws': 'bench/servers/bare-uws.ts',
      'servers/bare-posts': 'bench/servers/bare-posts.ts',
      'servers/bare-presence': 'bench/servers/bare-presence.ts',
      'servers/socketio-uws': 'bench/servers/socketio-uws.ts',
      'servers/socketio-presence-uws': 'bench/servers/socketio-presence-uws.ts',
      'servers/socketio-presence-ws': 'bench/servers/socketio-presence-ws.ts',
      'servers/soketi': 'bench/servers/soketi.ts',
    },
    outdir: OUT,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: true,
    logLevel: 'warning',
  });
  return { variant: join(root, OUT, 'variant.js'), soak: join(root, OUT, 'soak.js') };
}
