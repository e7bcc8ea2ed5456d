// Writes docs/licences.md: what is installed besides our own code, and under which licence it may be used.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedPackages, licencesPage, ROOT } from './licences/licences.mjs';

writeFileSync(join(ROOT, 'docs/licences.md'), licencesPage(installedPackages()));
