/**
 * `npm run sbom`: writes the software bill of materials of the image's npm packages (CycloneDX, `.cache/sbom.cdx.json`), and checks that
 * each has a licence under which it may be shipped. The exit code is 1 when one has not.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { billSchema, unknownLicences } from './lib/licences.ts';

const root = new URL('../', import.meta.url).pathname;
const file = `${root}.cache/sbom.cdx.json`;

const args = ['sbom', '--omit=dev', '--sbom-format=cyclonedx', '--sbom-type=application'];
const { stdout, stderr, status } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
if (status !== 0) throw new Error(`"npm sbom" failed: ${stderr}`);
await mkdir(`${root}.cache`, { recursive: true });
await writeFile(file, stdout);

const bill = billSchema.parse(JSON.parse(stdout));
const unknown = unknownLicences(bill);
for (const { name, version, licence } of unknown) console.log(`${name} ${version}: ${licence}`);
console.log(`${bill.components.length} packages in ${file}; ${unknown.length} without an accepted licence`);
if (unknown.length > 0 || bill.components.length === 0) process.exitCode = 1;
