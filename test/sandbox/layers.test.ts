import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../../sandbox');

/** From the bottom up. What stands at the root of `sandbox/` is in the layer of its name, or on top. */
const layers = [
  ['json.ts', 'options.ts', 'generate'],
  ['settings.ts', 'workspace.ts'],
  ['http'],
  ['search'],
  ['resource-kit'],
  ['resources'],
  ['truth.ts'],
  ['control'],
  ['sandbox.ts'],
  ['main.ts'],
];

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

describe('the files of the sandbox', () => {
  it('import their own layer and those below only, types included', () => {
    const upward = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => !isOutside(imported) && layerOf(imported) > layerOf(file))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(upward).toEqual([]);
  });

  it('import nothing of the connector', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => importsOf(file).some(isOutside))).toEqual([]);
  });

  it('form no circle, types included', () => {
    expect(files.filter((file) => reaches(file, file, new Set()))).toEqual([]);
  });
});

function isOutside(file: string): boolean {
  return file.startsWith('..');
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/from '(\.[^']*)'/g)].map(([, path = '']) =>
    relative(root, join(root, dirname(file), path)),
  );
}

function layerOf(file: string): number {
  const [name = ''] = file.split('/');
  const layer = layers.findIndex((names) => names.includes(name));
  if (layer < 0) throw new Error(`${file} belongs to no layer`);
  return layer;
}

function reaches(from: string, to: string, seen: Set<string>): boolean {
  return importsOf(from).some((next) => {
    if (next === to) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(next, to, seen);
  });
}
