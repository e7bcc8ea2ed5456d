import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Browsers that know `light-dark()`, `@property` and everything else that the page uses as it is written. */
const TARGETS = ['chrome123', 'edge123', 'firefox128', 'safari17.5'];

export default defineConfig({
  root: here,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('../../dist/dashboard', import.meta.url)),
    emptyOutDir: true,
    target: TARGETS,
    cssTarget: TARGETS,
    // The content security policy of the page allows no inline script, style or data URL for code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
