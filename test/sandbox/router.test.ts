import { expect, it } from 'vitest';
import type { Route } from '../../sandbox/http/route.ts';
import { routerOf } from '../../sandbox/http/router.ts';

const route = (path: string, method: Route['method'] = 'GET'): Route => ({
  method,
  path,
  answer: () => ({ body: {} }),
});
const router = routerOf([
  route('/things/:id'),
  route('/things/deleted'),
  route('/things/:id/parts'),
  route('/x', 'POST'),
]);

it.each([
  ['/things/7', '/things/:id', { id: '7' }],
  ['/things/deleted', '/things/deleted', {}],
  ['/things/a%20b/parts', '/things/:id/parts', { id: 'a b' }],
])('leads GET %s to %s', (path, expected, params) => {
  const found = router('GET', path);
  expect([found?.route.path, found?.params]).toEqual([expected, params]);
});

it.each([
  ['GET', '/x'],
  ['GET', '/things'],
  ['GET', '/things/7/parts/8'],
  ['POST', '/things/7'],
])('finds nothing for %s %s', (method, path) => {
  expect(router(method, path)).toBeUndefined();
});
