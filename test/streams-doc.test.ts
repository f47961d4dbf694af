import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatedPages } from '../scripts/generate-docs.ts';

it('the generated parts of docs/ tell what the streams say of themselves; otherwise run "npm run docs"', async () => {
  for (const [page, text] of await generatedPages()) {
    expect(readFileSync(new URL(`../docs/${page}`, import.meta.url), 'utf8'), page).toBe(text);
  }
});
