import { read } from '../lib/connector.ts';
import { fewestCalls } from '../lib/minimum.ts';
import { using } from '../lib/running.ts';
import type { Scenario } from '../lib/scenario.ts';
import { workspaceServer } from '../lib/servers.ts';
import { callsIn } from '../lib/windows.ts';

/** Every stream that there is, on a workspace without a limit: only the calls are counted. */
export const allStreamsCalls: Scenario = {
  name: 'all-streams-calls',
  measures: {
    calls: {
      what: 'calls of a full sync ÷ the fewest possible: all streams',
      target: { atMost: 1.02 },
      quick: { atMost: 1.1 },
    },
  },
  run: (size) => {
    const factor = size === 'full' ? 3 : 1;
    const sizes = {
      contacts: 900 * factor,
      conversations: 450 * factor,
      tickets: 150 * factor,
      companies: 200 * factor,
      activity_logs: 1_250 * factor,
    };
    return using(workspaceServer({ sizes }), async (server) => {
      await read({ url: server.url, streams: [] });
      const report = await server.calls();
      const calls = callsIn(report);
      const fewest = fewestCalls(report, sizes);
      const repeated = Object.entries(report.kinds).filter(
        ([kind, { calls, distinct }]) => calls > distinct && kind.includes(' '),
      );
      return {
        values: { calls: calls / fewest },
        details: [
          `${calls.toLocaleString('en')} calls; ${fewest.toLocaleString('en')} would do. Requested more than once: ${repeated.map(([kind, { calls, distinct }]) => `${kind} (${calls} for ${distinct})`).join(', ') || 'nothing'}.`,
        ],
      };
    });
  },
};
