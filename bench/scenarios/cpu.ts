import { fileURLToPath } from 'node:url';
import { type Reading, read } from '../lib/connector.ts';
import { measure } from '../lib/measured-process.ts';
import { Output } from '../lib/output.ts';
import { using } from '../lib/running.ts';
import type { Bound, Scenario } from '../lib/scenario.ts';
import { plainServer } from '../lib/servers.ts';

interface CpuOptions {
  readonly what: 'contacts' | 'parts';
  readonly stream: string;
  readonly rows: { readonly contacts: number } | { readonly conversations: number };
  readonly target: Bound;
  readonly quick: Bound;
}

const ROUNDS = 3;
const loop = fileURLToPath(new URL('../lib/bare-loop.mjs', import.meta.url));

/** The connector and the bare loop in turns, on the same pages; the lowest of each counts, as load only adds to it. */
export function cpu({ what, stream, rows, target, quick }: CpuOptions): Scenario {
  return {
    name: `cpu-${what}`,
    measures: {
      cpu: { what: `CPU ÷ a bare loop that fetches, parses and prints the same pages: \`${stream}\``, target, quick },
    },
    run: (size) => {
      const smaller = Object.fromEntries(Object.entries(rows).map(([key, count]) => [key, count / 2]));
      return using(plainServer(size === 'full' ? rows : smaller), async (server) => {
        const [own, bare]: [number[], number[]] = [[], []];
        let reading: Reading | undefined;
        let expected = 0;
        for (let round = 0; round < ROUNDS; round += 1) {
          const output = new Output();
          const command = [process.execPath, loop, server.url, what];
          bare.push((await measure(command, { consume: (stdout) => output.consume(stdout) })).cpuMs);
          reading = await read({ url: server.url, streams: [stream] });
          own.push(reading.cpuMs);
          expected = output.records;
        }
        if (reading?.output.records !== expected)
          throw new Error('The connector and the bare loop read different rows');
        const [ownMs, bareMs] = [Math.min(...own), Math.min(...bare)];
        return {
          values: { cpu: ownMs / bareMs },
          details: [
            `${(ownMs / 1_000).toFixed(2)} s of CPU against ${(bareMs / 1_000).toFixed(2)} s for ${expected.toLocaleString('en')} rows, start-up included.`,
          ],
        };
      });
    },
  };
}
