import { read } from '../lib/connector.ts';
import { using } from '../lib/running.ts';
import type { Findings, Scenario } from '../lib/scenario.ts';
import { workspaceServer } from '../lib/servers.ts';
import { ours, refusals, used, windowsChart, windowsText } from '../lib/windows.ts';

interface LimitOptions {
  readonly callsPerMinute: number;
  readonly latencyMs: number;
}

/** `conversation_parts` alone, a call per conversation, for some windows of the limit. */
export function limit({ callsPerMinute, latencyMs }: LimitOptions): Scenario {
  const perWindow = Math.floor(callsPerMinute / 6);
  const name = `limit-${callsPerMinute}-${latencyMs}`;
  const circumstances = `\`conversation_parts\`, ${callsPerMinute.toLocaleString('en')} calls a minute, ${latencyMs / 1_000} s latency`;
  return {
    name,
    lightIn: callsPerMinute <= 1_000 ? ['full', 'quick'] : ['quick'],
    ...((callsPerMinute <= 1_000 || latencyMs > 200) && { isSlow: true }),
    measures: {
      used: {
        isWall: true,
        what: `calls in a ten-second window ÷ what the share allows: ${circumstances}`,
        target: { atLeast: 0.99 },
        quick: { atLeast: 0.8 },
      },
      refused: { what: `429 answers ÷ calls: ${circumstances}`, target: { atMost: 0.001 }, quick: { atMost: 0.01 } },
    },
    run: async (size): Promise<Findings> => {
      const conversations = Math.ceil((size === 'full' ? 3.5 : 2.2) * ours(perWindow));
      const workspace = { sizes: { conversations, partsPerConversation: 3 }, perWindow, latencyMs };
      return using(workspaceServer(workspace), async (server) => {
        await read({ url: server.url, streams: ['conversation_parts'] });
        const report = await server.calls();
        return {
          values: { used: used(report, perWindow), refused: refusals(report) },
          details: [`Calls in each window: ${windowsText(report)}; the share allows ${ours(perWindow)}.`],
          charts: [windowsChart(name, `Calls per window: ${circumstances.replaceAll('`', '')}`, report, perWindow)],
        };
      });
    },
  };
}
