import type { Route } from './route.ts';

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the route of a request; undefined when there is none. */
export type Router = (method: string, path: string) => Found | undefined;

export function routerOf(routes: readonly Route[]): Router {
  const fixed = new Map(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const patterns = routes
    .filter(({ path }) => path.includes('/:'))
    .map((route) => ({ route, segments: route.path.split('/') }));
  return (method, path) => {
    const route = fixed.get(`${method} ${path}`);
    if (route) return { route, params: {} };
    const given = path.split('/');
    for (const { route, segments } of patterns) {
      const params = route.method === method && paramsOf(segments, given);
      if (params) return { route, params };
    }
    return undefined;
  };
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
