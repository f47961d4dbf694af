import type { Sandbox } from '../../../sandbox/sandbox.ts';

/** Every read asks for it first, whatever it reads. */
const WORKSPACE = 'GET /me';

/** The routes that have been asked since the calls were cleared, such as `GET /contacts/:id/notes`, except for the first one. */
export function askedRoutes({ calls }: Sandbox): readonly string[] {
  const routes = new Set(calls.all().map(({ route }) => route));
  return [...routes].filter((route) => route !== WORKSPACE).toSorted();
}

/** Routes that fail in the same read, and the streams that need one of them. */
interface FailingRoutes {
  readonly routes: readonly string[];
  readonly streams: readonly string[];
}

/**
 * Puts the routes into as few groups as can be told apart: no stream needs two routes of a group. `needs` tells the routes
 * that each stream asks.
 */
export function groupRoutes(needs: ReadonlyMap<string, readonly string[]>): readonly FailingRoutes[] {
  const groups: { routes: string[]; streams: string[] }[] = [];
  for (const route of new Set([...needs.values()].flat())) {
    const streams = [...needs].filter(([, routes]) => routes.includes(route)).map(([stream]) => stream);
    const group = groups.find((one) => !one.streams.some((stream) => streams.includes(stream)));
    if (group === undefined) groups.push({ routes: [route], streams: [...streams] });
    else {
      group.routes.push(route);
      group.streams.push(...streams);
    }
  }
  return groups;
}
