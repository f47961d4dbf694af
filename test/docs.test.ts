import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const examples = ['examples/README.md', 'examples/sql/README.md', 'examples/dbt/README.md'];
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...examples,
  ...readdirSync(new URL('docs/', root)).map((name) => `docs/${name}`),
];

it.each(pages)('every link of %s to a file of this repository leads somewhere', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link ?? '');
  expect(links.filter((link) => !existsSync(new URL(link, new URL(page, root))))).toEqual([]);
});

it.each(['src/streams/tags.ts', 'src/streams/companies/company-segments.ts'])(
  'CONTRIBUTING.md shows %s as it is',
  (example) => {
    const page = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');
    const unindented = page.replaceAll(/^ {3}/gm, '');
    expect(page + unindented).toContain(readFileSync(new URL(example, root), 'utf8'));
  },
);
