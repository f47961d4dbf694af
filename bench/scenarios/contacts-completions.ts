import { read } from '../lib/connector.ts';
import { using } from '../lib/running.ts';
import type { Scenario } from '../lib/scenario.ts';
import { plainServer } from '../lib/servers.ts';

const PER_PAGE = 150;
const LATENCY_MS = 250;

/** On each page of the search, one contact has three pages of notes, which come one after the other. */
export const contactsCompletions: Scenario = {
  name: 'contacts-completions',
  lightIn: ['full', 'quick'],
  measures: {
    wall: {
      isWall: true,
      what: '6,000 contacts, one on each page with three calls to complete it, one after the other; 0.25 s on every call, no limit: wall ÷ (search pages × latency)',
      target: { atMost: 1.2 },
      quick: { atMost: 3 },
    },
  },
  run: (size) => {
    const contacts = size === 'full' ? 6_000 : 3_000;
    return using(plainServer({ contacts, latencyMs: LATENCY_MS, longNotesEvery: PER_PAGE }), async (server) => {
      const { syncMs } = await read({ url: server.url, streams: ['contacts'] });
      return {
        values: { wall: syncMs / ((contacts / PER_PAGE) * LATENCY_MS) },
        details: [
          `${(syncMs / 1_000).toFixed(1)} s for ${contacts / PER_PAGE} pages and ${(3 * contacts) / PER_PAGE} further calls.`,
        ],
      };
    });
  },
};
