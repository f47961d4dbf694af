import type { Route } from './route.ts';

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that fits the method and the path; undefined when there is none. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found | undefined {
  const segments = path.split('/');
  for (const route of routes) {
    const params = route.method === method && paramsOf(route.path.split('/'), segments);
    if (params) return { route, params };
  }
  return undefined;
}

function paramsOf(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [position, wanted] of pattern.entries()) {
    const given = segments[position] ?? '';
    if (wanted.startsWith(':')) params[wanted.slice(1)] = decodeURIComponent(given);
    else if (wanted !== given) return undefined;
  }
  return params;
}
