import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** From the top down; a folder imports from lower layers only. Folders of one layer do not know each other. */
const LAYERS = [
  ['main.ts'],
  ['cli'],
  ['commands'],
  ['engine'],
  ['streams'],
  ['walks'],
  ['rows', 'config', 'terminal'],
  ['intercom', 'airbyte'],
  ['progress', 'schemas'],
  ['errors.ts', 'input-problems.ts', 'json.ts', 'nearest.ts'],
] as const;

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(source, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path = '']) => ({
    from: file,
    to: relative(source, join(source, dirname(file), path)),
  }));
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function layerOf(file: string): number {
  return LAYERS.findIndex((folders) => folders.some((folder) => folder === folderOf(file)));
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const imports = files.flatMap(importsOf);

it('gives every file a layer', () => {
  expect(files.filter((file) => layerOf(file) === -1)).toEqual([]);
  expect(imports.length).toBeGreaterThan(files.length);
});

it('lets no import run back up, or across to another folder of the same layer', () => {
  const wrong = imports.filter(({ from, to }) => folderOf(from) !== folderOf(to) && layerOf(to) <= layerOf(from));
  expect(wrong).toEqual([]);
});
