import type { Call } from '../../sandbox/http/route.ts';

/** A GET as a route sees it; `path` may have a query string. */
export function callOf(path: string, params: Readonly<Record<string, string>> = {}): Call {
  const url = new URL(path, 'http://127.0.0.1');
  const { origin, pathname, searchParams } = url;
  return { method: 'GET', path: pathname, query: searchParams, body: undefined, params, origin };
}
