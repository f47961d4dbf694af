/**
 * What the release workflow needs to know: `version=` with the version of the newest section of CHANGELOG.md, which is empty when that
 * section is "Unreleased". `--notes` prints the text of the section instead.
 */
import { readFile } from 'node:fs/promises';
import { newestSection } from './lib/changelog.ts';

const { version, notes } = newestSection(await readFile(new URL('../CHANGELOG.md', import.meta.url), 'utf8'));
console.log(process.argv.includes('--notes') ? notes : `version=${version}`);
