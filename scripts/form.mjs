/**
 * `npm run test:form`: the configuration form of `spec.json` in a browser. Needs Chromium or Chrome; CHROMIUM may name its
 * program. `--picture` also takes the picture in the documentation.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { install, installIn, root } from './bootstrap.mjs';
import { action, runSteps, vitest } from './steps.mjs';

/** React, the form library and the browser's driver have a package of their own, so that the ordinary install stays quick. */
const home = join(root, 'test', 'form');

function browser() {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const programs = names.flatMap((name) => PATH.split(':').map((folder) => join(folder, name)));
  const found = programs.find((program) => existsSync(program));
  if (!found) throw new Error('No Chromium was found. Install it, or name its program in CHROMIUM.');
  return found;
}

function testForm() {
  const wantsPicture = process.argv.includes('--picture');
  const picture = wantsPicture ? { FORM_PICTURE: join(root, 'docs', 'images', 'form.png') } : {};
  return vitest(['--config', 'test/form/vitest.config.mjs'], { CHROMIUM: browser(), ...picture })();
}

runSteps([
  ['install', action(install)],
  ['install the form library', action(() => installIn(home))],
  ['form', testForm],
]);
