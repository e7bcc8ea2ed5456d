import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

const HEAD = `# Licences of dependencies

What \`npm ci\` installs besides our own code ([MIT](../LICENSE)), by the package files themselves. Made by \`node scripts/licences.mjs\`;
a test compares it with \`package-lock.json\`, and lets in no licence that is not on its list.
Optional packages are binaries for other platforms: one of each kind is installed.

| package | version | licence | used |
|---|---|---|---|
`;

/** What the package files of some do not say as an SPDX expression: what stands in their LICENSE. */
const SAID_ELSEWHERE = { 'xmlhttprequest-ssl': 'MIT' };

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Packages of the lockfile with what it says of them, our own left out. */
export function lockedPackages() {
  const { packages } = readJson(join(ROOT, 'package-lock.json'));
  return Object.entries(packages)
    .filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
    .map(([path, locked]) => ({ path, name: locked.name ?? nameOf(path), ...locked }));
}

const nameOf = (path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The licence by the package's own file where it is installed, else by the lockfile. */
function licenceOf({ path, name, license }) {
  const file = join(ROOT, path, 'package.json');
  const said = existsSync(file) ? readJson(file) : {};
  const [old] = said.licenses ?? [];
  return said.license?.type ?? said.license ?? old?.type ?? license ?? SAID_ELSEWHERE[name];
}

const usedBy = ({ dev, optional }) => (dev ? 'to develop and test' : optional ? 'optional' : 'to run');

/** @returns {{name: string, version: string, licence: string, used: string}[]} each version once, in alphabetic order */
export function installedPackages() {
  const all = lockedPackages().map((one) => ({
    ...{ name: one.name, version: one.version, licence: licenceOf(one), used: usedBy(one) },
  }));
  const rows = new Map(all.map((one) => [`${one.name} ${one.version} ${one.used}`, one]));
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** @returns {string} the page of the documentation */
export function licencesPage(packages) {
  const rows = packages.map(
    ({ name, version, licence, used }) => `| \`${name}\` | ${version} | ${licence} | ${used} |`,
  );
  return `${HEAD}${rows.join('\n')}\n`;
}
