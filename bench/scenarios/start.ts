import { join } from 'node:path';
import { root, time } from '../lib/measured-process.ts';
import type { Scenario } from '../lib/scenario.ts';

/** Starts of both programs in turns; the lowest of each counts, as load only adds to it. */
export const start: Scenario = {
  name: 'start',
  measures: {
    wall: { what: 'wall of `spec` ÷ wall of `node -e 0`', target: { atMost: 3 }, quick: { atMost: 6 } },
  },
  run: async (size) => {
    const [own, bare]: [number[], number[]] = [[], []];
    for (let round = 0; round < (size === 'full' ? 20 : 5); round += 1) {
      bare.push(await time([process.execPath, '-e', '0']));
      own.push(await time([join(root, 'bin', 'source-intercom'), 'spec']));
    }
    const [ownMs, bareMs] = [Math.min(...own), Math.min(...bare)];
    return {
      values: { wall: ownMs / bareMs },
      details: [`${ownMs.toFixed(0)} ms against ${bareMs.toFixed(0)} ms, the best of ${own.length} starts each.`],
    };
  },
};
