import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { columnsText, streamsPage } from '../scripts/generate-docs.ts';

it('docs/streams.md tells what the streams say of themselves; otherwise run "npm run docs"', async () => {
  expect(readFileSync(new URL('../docs/streams.md', import.meta.url), 'utf8')).toBe(await streamsPage());
});

it('docs/columns.md is what the schemas say: npm run docs writes it anew', () => {
  expect(readFileSync(new URL('../docs/columns.md', import.meta.url), 'utf8')).toBe(columnsText());
});
