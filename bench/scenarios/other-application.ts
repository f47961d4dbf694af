import { setTimeout as sleep } from 'node:timers/promises';
import { read } from '../lib/connector.ts';
import { using } from '../lib/running.ts';
import type { Scenario } from '../lib/scenario.ts';
import { workspaceServer } from '../lib/servers.ts';
import { refusals, windowsText } from '../lib/windows.ts';
import { OTHER_APPLICATION } from '../servers/call-report.ts';

const PER_WINDOW = 1_666;
const TICK_MS = 100;
/** On average half of the limit. */
const MOST_PER_TICK = (PER_WINDOW * TICK_MS) / 10_000;

/** Another application of the same workspace, which calls at random and knows nothing of this sync. */
export const otherApplication: Scenario = {
  name: 'other-application',
  isSlow: true,
  measures: {
    refused: {
      what: '429 answers ÷ calls: `conversation_parts`, 10,000 calls a minute, and another application that spends half of the limit at random',
      target: { atMost: 0.001 },
    },
  },
  run: () => {
    const sizes = { conversations: 2_800, partsPerConversation: 3 };
    return using(workspaceServer({ sizes, perWindow: PER_WINDOW, latencyMs: 200 }), async (server) => {
      const stop = new AbortController();
      const calling = callAtRandom(server.url, stop.signal);
      await read({ url: server.url, streams: ['conversation_parts'] });
      stop.abort();
      await calling;
      const report = await server.calls();
      return {
        values: { refused: refusals(report) },
        details: [`Calls in each window (and those of the other application): ${windowsText(report)}.`],
      };
    });
  },
};

async function callAtRandom(url: string, signal: AbortSignal): Promise<void> {
  const headers = { authorization: 'Bearer sandbox-token', 'intercom-version': '2.16' };
  while (!signal.aborted) {
    for (let call = Math.round(Math.random() * MOST_PER_TICK); call > 0; call -= 1) {
      fetch(`${url}/me?${OTHER_APPLICATION}`, { headers }).then(
        (response) => response.arrayBuffer(),
        () => undefined,
      );
    }
    await sleep(TICK_MS);
  }
}
