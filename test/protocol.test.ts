import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync(new URL('../docs/protocol.md', import.meta.url), 'utf8');
const rows = [...text.matchAll(/^\| R(\d+) \| (.+) \| (.+) \|$/gm)].map(([, number, rule, heldBy = '']) => ({
  number: Number(number),
  rule,
  heldBy,
}));
const testFiles = readdirSync(new URL('.', import.meta.url), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.test.ts'),
);

it('docs/protocol.md numbers its rules without a gap', () => {
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
  expect(rows.length).toBeGreaterThan(50);
});

it('each rule names test files that exist, or says why it has none', () => {
  const wrong = rows.filter(({ heldBy }) => {
    const named = [...heldBy.matchAll(/\]\(\.\.\/test\/([^)]+)\)/g)].map(([, file = '']) => file);
    return named.length === 0 ? !/^no test: \S/.test(heldBy) : named.some((file) => !testFiles.includes(file));
  });
  expect(wrong).toEqual([]);
});

it('every rule whose number is in a test is in docs/protocol.md', () => {
  const known = new Set(rows.map(({ number }) => `R${number}`));
  const unknown = testFiles.flatMap((file) => {
    const used = readFileSync(new URL(file, import.meta.url), 'utf8').match(/\bR[1-9]\d?\b/g) ?? [];
    return used.filter((number) => !known.has(number)).map((number) => `${file}: ${number}`);
  });
  expect(testFiles.length).toBeGreaterThan(50);
  expect(unknown).toEqual([]);
});
