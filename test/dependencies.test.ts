import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { installedPackages, licencesPage, lockedPackages, ROOT } from '../scripts/licences/licences.mjs';

const locked = lockedPackages();

/** Deprecated by those who made them, and kept with a reason. */
const DEPRECATED_BUT_KEPT: readonly string[] = [];

/** Licences that ask for no more than their notice, or for changes of their own files (MPL-2.0) or data (CC-BY-4.0). */
const ALLOWED_LICENCES: ReadonlySet<string> = new Set([
  ...['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'CC-BY-4.0', 'ISC', 'MIT'],
  ...['MIT-0', 'MPL-2.0', 'Unlicense'],
]);

/** Of a choice one is enough. */
const isAllowed = (licence: string) =>
  licence
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((one) => ALLOWED_LICENCES.has(one));

describe('package-lock.json', () => {
  it('runs no scripts at installation but those that were decided upon', () => {
    const scripted = new Set(
      locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name),
    );
    expect([...scripted].sort()).toEqual(Object.keys(packageJson.allowScripts).sort());
  });

  it('has a hash of every package', () => {
    expect(locked.length).toBeGreaterThan(100);
    const bare = locked.filter(({ integrity }) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''));
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it('takes packages from the public registry only', () => {
    const elsewhere = locked.filter(
      ({ resolved }) => resolved !== undefined && new URL(resolved).origin !== 'https://registry.npmjs.org',
    );
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
  });

  it('has no deprecated package but those that are listed', () => {
    const deprecated = locked.filter(({ deprecated: said }) => said !== undefined).map(({ name }) => name);
    expect(deprecated).toEqual(DEPRECATED_BUT_KEPT);
  });

  it('says of every direct dependency one exact version', () => {
    const ranges = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies });
    const open = ranges.filter(([, range]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+$/.test(range));
    expect(open).toEqual([]);
  });
});

describe('licences', () => {
  it('are on the list of those that we may use', () => {
    const others = installedPackages().filter(({ licence }) => !isAllowed(licence ?? ''));
    expect(others).toEqual([]);
  });

  it('are listed in docs/licences.md as the packages say them', () => {
    expect(readFileSync(join(ROOT, 'docs/licences.md'), 'utf8')).toBe(licencesPage(installedPackages()));
  });

  it('are the same in the packages as in the lockfile', () => {
    const differing = locked.flatMap(({ path, license }) => {
      const file = join(ROOT, path, 'package.json');
      if (license === undefined || !existsSync(file)) return [];
      const said = (JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown }).license;
      return said === license ? [] : [{ path, license, said }];
    });
    expect(differing).toEqual([]);
  });
});
