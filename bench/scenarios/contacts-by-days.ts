import { read } from '../lib/connector.ts';
import { using } from '../lib/running.ts';
import type { Scenario } from '../lib/scenario.ts';
import { plainServer } from '../lib/servers.ts';

const PER_PAGE = 150;
const LATENCY_MS = 300;

/** Search by whole days: readers share the range at midnights. */
export const contactsByDays: Scenario = {
  name: 'contacts-by-days',
  lightIn: ['full', 'quick'],
  measures: {
    wall: {
      isWall: true,
      what: '45,000 contacts alone, 0.3 s on every call, no limit: wall ÷ (pages × latency)',
      target: { atMost: 0.25 },
      quick: { atMost: 0.8 },
    },
    calls: {
      what: '45,000 contacts alone: calls ÷ the fewest possible',
      target: { atMost: 1.02 },
      quick: { atMost: 1.05 },
    },
  },
  run: (size) => {
    const contacts = size === 'full' ? 45_000 : 22_500;
    const pages = contacts / PER_PAGE;
    return using(plainServer({ contacts, latencyMs: LATENCY_MS }), async (server) => {
      const { syncMs } = await read({ url: server.url, streams: ['contacts'] });
      const calls = await server.calls();
      return {
        // The workspace's own call comes before any page.
        values: { wall: syncMs / (pages * LATENCY_MS), calls: calls / (pages + 1) },
        details: [`${calls} calls in ${(syncMs / 1_000).toFixed(1)} s, for ${pages} pages.`],
      };
    });
  },
};
