import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { integrationTestFiles } from '../scripts/generate-integration-tests.ts';

it('integration_tests/ holds what the connector discovers; otherwise run "npm run catalog"', async () => {
  for (const [name, text] of await integrationTestFiles()) {
    expect(await readFile(new URL(`../integration_tests/${name}`, import.meta.url), 'utf8'), name).toBe(text);
  }
});
