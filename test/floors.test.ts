import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** From the top down; a room imports from rooms on lower floors only. Rooms of one floor do not know each other. */
const FLOORS = [
  ['main.ts'],
  ['cli'],
  ['commands'],
  ['engine'],
  ['streams'],
  ['walks'],
  ['rows', 'config', 'terminal'],
  ['intercom', 'airbyte'],
  ['progress', 'schemas'],
  ['errors.ts', 'json.ts', 'nearest.ts'],
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

function roomOf(file: string): string {
  return file.split('/')[0] ?? file;
}

function floorOf(file: string): number {
  return FLOORS.findIndex((rooms) => rooms.some((room) => room === roomOf(file)));
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const imports = files.flatMap(importsOf);

it('gives every file a floor', () => {
  expect(files.filter((file) => floorOf(file) === -1)).toEqual([]);
  expect(imports.length).toBeGreaterThan(files.length);
});

it('lets no import run back up, or across to another room of the same floor', () => {
  const wrong = imports.filter(({ from, to }) => roomOf(from) !== roomOf(to) && floorOf(to) <= floorOf(from));
  expect(wrong).toEqual([]);
});
