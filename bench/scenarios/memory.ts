import { type Reading, read } from '../lib/connector.ts';
import { using } from '../lib/running.ts';
import type { Chart, Scenario } from '../lib/scenario.ts';
import { plainServer } from '../lib/servers.ts';

const MEGABYTE = 1_000_000;
const FEW = 20_000;
const SLOW_BYTES_PER_SECOND = 10 * MEGABYTE;

/** The memory of the process over a first sync of contacts, which come as fast as the process takes them. */
export const memory: Scenario = {
  name: 'memory',
  measures: {
    growth: {
      what: 'peak memory: 1,000,000 ÷ 20,000 contacts',
      target: { atMost: 1.2 },
      quick: { atMost: 1.6 },
    },
    fast: { what: 'peak memory, fast reader', target: { atMost: 220 }, quick: { atMost: 330 }, unit: 'MB' },
    slow: {
      what: 'peak memory, slow reader (10 MB a second)',
      target: { atMost: 220 },
      quick: { atMost: 330 },
      unit: 'MB',
    },
  },
  run: async (size) => {
    const many = size === 'full' ? 1_000_000 : 60_000;
    const slowly = size === 'full' ? 150_000 : 20_000;
    const few = await readContacts(FEW);
    const fast = await readContacts(many);
    const slow = await readContacts(slowly, SLOW_BYTES_PER_SECOND);
    const readings = { [`${few.output.records}`]: few, [`${fast.output.records}`]: fast };
    return {
      values: {
        growth: fast.peakBytes / few.peakBytes,
        fast: fast.peakBytes / MEGABYTE,
        slow: slow.peakBytes / MEGABYTE,
      },
      details: [
        `${(few.peakBytes / MEGABYTE).toFixed(0)} MB for ${FEW.toLocaleString('en')} contacts, ${(fast.peakBytes / MEGABYTE).toFixed(0)} MB for ${many.toLocaleString('en')} (${(fast.wallMs / 1_000).toFixed(0)} s), ${(slow.peakBytes / MEGABYTE).toFixed(0)} MB for ${slowly.toLocaleString('en')} with a slow reader.`,
      ],
      charts: [memoryChart({ ...readings, [`${slowly}, slow reader`]: slow })],
    };
  },
};

function readContacts(contacts: number, bytesPerSecond?: number): Promise<Reading> {
  return using(plainServer({ contacts }), async ({ url }) => {
    const reading = await read({ url, streams: ['contacts'], ...(bytesPerSecond !== undefined && { bytesPerSecond }) });
    if (reading.output.records !== contacts) throw new Error(`${reading.output.records} of ${contacts} contacts came`);
    return reading;
  });
}

function memoryChart(readings: Readonly<Record<string, Reading>>): Chart {
  const values = Object.entries(readings).flatMap(([contacts, { memory: looks, output }]) => {
    const every = Math.ceil(looks.length / 200);
    return looks
      .filter((_, index) => index % every === 0)
      .map(({ atMs, bytes }) => ({
        contacts,
        records: output.progress.findLast((point) => point.atMs <= atMs)?.records ?? 0,
        megabytes: Math.round(bytes / MEGABYTE),
      }));
  });
  return {
    name: 'memory',
    title: 'Resident memory over records written',
    spec: {
      width: 640,
      height: 220,
      data: { values },
      mark: { type: 'line', interpolate: 'monotone' },
      encoding: {
        x: { field: 'records', type: 'quantitative', title: 'contacts written' },
        y: { field: 'megabytes', type: 'quantitative', title: 'megabytes' },
        color: { field: 'contacts', type: 'nominal', title: 'contacts in all' },
      },
    },
  };
}
