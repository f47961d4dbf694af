import { read } from '../lib/connector.ts';
import { fewestCalls } from '../lib/minimum.ts';
import { AIRBYTE_STREAMS } from '../lib/planning.ts';
import { using } from '../lib/running.ts';
import type { Scenario } from '../lib/scenario.ts';
import { workspaceServer } from '../lib/servers.ts';
import { callsIn, ours, refusals, used, windowsChart, windowsText } from '../lib/windows.ts';

const PER_WINDOW = 1_666;
const SIZES = { contacts: 15_000, companies: 1_000, conversations: 8_000, tickets: 1_500, activity_logs: 5_000 };
const WINDOW_MS = 10_000;
const WHAT = 'the thirteen streams, 10,000 calls a minute, 0.2 s latency, searches 0.5 s';

export const thirteenStreams: Scenario = {
  name: 'thirteen-streams',
  isSlow: true,
  measures: {
    used: {
      what: `calls in a ten-second window ÷ what the share allows: ${WHAT}`,
      target: { atLeast: 0.99 },
      isWall: true,
    },
    refused: { what: `429 answers ÷ calls: ${WHAT}`, target: { atMost: 0.001 } },
    wall: {
      what: `first sync, wall ÷ (calls ÷ what the share allows): ${WHAT}`,
      target: { atMost: 1.1 },
      isWall: true,
    },
    calls: { what: 'calls of a full sync ÷ the fewest possible: the thirteen streams', target: { atMost: 1.01 } },
  },
  run: () => {
    const speed = { perWindow: PER_WINDOW, latencyMs: 200, searchLatencyMs: 500 };
    return using(workspaceServer({ sizes: { ...SIZES, partsPerConversation: 3 }, ...speed }), async (server) => {
      const { syncMs } = await read({ url: server.url, streams: AIRBYTE_STREAMS });
      const report = await server.calls();
      const calls = callsIn(report);
      const fewest = fewestCalls(report, SIZES);
      const wall = syncMs / ((calls / ours(PER_WINDOW)) * WINDOW_MS);
      return {
        values: { used: used(report, PER_WINDOW), refused: refusals(report), wall, calls: calls / fewest },
        details: [
          `${calls.toLocaleString('en')} calls in ${(syncMs / 1_000).toFixed(1)} s; ${fewest.toLocaleString('en')} would do.`,
          `Calls in each window: ${windowsText(report)}; the share allows ${ours(PER_WINDOW)}.`,
        ],
        charts: [
          windowsChart(
            'thirteen-streams',
            'Calls per window: thirteen streams, 10,000 calls a minute',
            report,
            PER_WINDOW,
          ),
        ],
      };
    });
  },
};
