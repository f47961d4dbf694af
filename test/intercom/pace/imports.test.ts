import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const pace = fileURLToPath(new URL('../../../src/intercom/pace/', import.meta.url));

it('the pace of calls knows nothing of HTTP, nor of anything else outside its folder', () => {
  const imports = readdirSync(pace).flatMap((file) =>
    [...readFileSync(`${pace}${file}`, 'utf8').matchAll(/from '([^']+)'/g)].map(([, path = '']) => `${file}: ${path}`),
  );
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((line) => !/: (\.\/|node:)/.test(line))).toEqual([]);
});
