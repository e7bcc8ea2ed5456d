import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './fake/bundle.ts';

/** Words that are in zod and nowhere in a client. */
const ZOD = /zod|safeParse|\$ZodType/i;

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
    const strangers = bundled.inputs.filter(
      (path) => !/(client-sdk\/src|server\/protocol)\/[a-z-]+\.ts$/.test(path),
    );
    expect(strangers).toEqual([]);
  });
});
