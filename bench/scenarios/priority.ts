import { read } from '../lib/connector.ts';
import type { StreamTimes } from '../lib/output.ts';
import { using } from '../lib/running.ts';
import type { Chart, Scenario } from '../lib/scenario.ts';
import { workspaceServer } from '../lib/servers.ts';

const withoutPriority = new URL('../lib/without-priority.mjs', import.meta.url).href;

/** Two with a call per record, which use up the limit, and others that need a few calls each. */
const MANY_CALLS = ['contact_events', 'conversation_parts'];
const FEW_CALLS = [
  'admins',
  'tags',
  'segments',
  'articles',
  'companies',
  'tickets',
  'activity_logs',
  'conversations',
  'contacts',
];
/** 3,000 calls a minute. */
const PER_WINDOW = 500;
const SIZES = {
  contacts: 1_200,
  conversations: 800,
  partsPerConversation: 3,
  tickets: 1_200,
  companies: 600,
  activity_logs: 2_000,
  tags: 20,
};

interface Times {
  readonly firstRow: number;
  readonly end: number;
}

/** The same sync twice, side by side: with turns and shares, and first come, first served. */
export const priority: Scenario = {
  name: 'priority',
  lightIn: ['full', 'quick'],
  isSlow: true,
  measures: {
    end: {
      isWall: true,
      what: 'end of the last stream with few calls, next to two with a call per record, 3,000 calls a minute: with priority ÷ first come, first served',
      target: { atMost: 0.7 },
    },
  },
  run: async () => {
    const [shared, plain] = await Promise.all([times([]), times([withoutPriority])]);
    const lastEnd = (of: ReadonlyMap<string, Times>) => Math.max(...FEW_CALLS.map((name) => of.get(name)?.end ?? 0));
    const lines = [...FEW_CALLS, ...MANY_CALLS].map((name) => {
      const [own, other] = [shared.get(name), plain.get(name)];
      return `${name} ${seconds(own?.firstRow)}–${seconds(own?.end)} s (without ${seconds(other?.firstRow)}–${seconds(other?.end)} s)`;
    });
    return {
      values: { end: lastEnd(shared) / lastEnd(plain) },
      details: [`First row and end of each stream: ${lines.join(', ')}.`],
      charts: [timesChart({ 'with priority': shared, 'first come, first served': plain })],
    };
  },
};

/** Of each stream, the seconds from the start of the sync to its first row and to its end. */
function times(preload: readonly string[]): Promise<ReadonlyMap<string, Times>> {
  const workspace = { sizes: SIZES, perWindow: PER_WINDOW, latencyMs: 200, searchLatencyMs: 500 };
  return using(workspaceServer(workspace), async ({ url }) => {
    const { output } = await read({ url, streams: [...FEW_CALLS, ...MANY_CALLS], preload });
    const start = output.startedAtMs ?? 0;
    return new Map([...output.streams].map(([name, stream]) => [name, timesOf(stream, start)]));
  });
}

function timesOf({ firstRecordAtMs, endedAtMs = 0 }: StreamTimes, startedAtMs: number): Times {
  return { firstRow: ((firstRecordAtMs ?? endedAtMs) - startedAtMs) / 1_000, end: (endedAtMs - startedAtMs) / 1_000 };
}

function timesChart(runs: Readonly<Record<string, ReadonlyMap<string, Times>>>): Chart {
  const values = Object.entries(runs).flatMap(([run, streams]) =>
    [...streams].map(([stream, { firstRow, end }]) => ({ run, stream, firstRow, end })),
  );
  return {
    name: 'priority',
    title: "From each stream's first row to its end, seconds after the start of the sync",
    spec: {
      width: 600,
      data: { values },
      mark: { type: 'bar', height: 8, minBandSize: 2 },
      encoding: {
        y: { field: 'stream', type: 'nominal', title: null, sort: [...FEW_CALLS, ...MANY_CALLS] },
        yOffset: { field: 'run', type: 'nominal', sort: Object.keys(runs) },
        x: { field: 'firstRow', type: 'quantitative', title: 'seconds' },
        x2: { field: 'end' },
        color: { field: 'run', type: 'nominal', title: null, sort: Object.keys(runs) },
      },
    },
  };
}

function seconds(value = 0): string {
  return value.toFixed(1);
}
