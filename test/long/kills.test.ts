import { afterAll, beforeAll, expect, it } from 'vitest';
import { Dice } from '../../sandbox/generate/dice.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import {
  extraCalls,
  killed,
  killPoints,
  readUndisturbed,
  readWithKills,
  repeatedTooMuch,
} from '../reliability/support/kills.ts';
import { buildProgram, program } from '../support/program.ts';
import { pagedWorkspace } from '../support/workspaces.ts';

/** How far the clock of the workspace is ahead: after a kill some minutes pass, so that the scroll expires. */
let aheadSeconds = 0;
const pause = async () => {
  aheadSeconds += 300;
};

let sandbox: Sandbox;
beforeAll(async () => {
  buildProgram();
  sandbox = await pagedWorkspace({
    now: () => Date.now() / 1000 + aheadSeconds,
    rateLimit: { perWindow: 100_000 },
    sizes: { contacts: 600, conversations: 320, tickets: 500 },
  });
});
afterAll(() => sandbox.close());

it.each(['incremental', 'full_refresh'] as const)(
  'R46: a read in mode %s that is killed at any of 25 points, and once more, holds everything in the end',
  async (mode) => {
    const victim = { sandbox, mode, until: killed, launcher: program(), pause };
    const undisturbed = await readUndisturbed(victim);
    const dice = new Dice(23, 0);
    const worst = { pages: 0, records: 0, others: 0 };
    for (const [index, point] of killPoints(25, 42, undisturbed).entries()) {
      const again = killPoints(index % 5 === 4 ? 4 : 0, dice.below(1_000), undisturbed);
      const { exitCode, wrong, errors, destination } = await readWithKills(victim, [point, ...again]);
      expect({ point, wrong, exitCode, errors }).toEqual({ point, wrong: [], exitCode: 0, errors: [] });
      expect(repeatedTooMuch(destination, 1 + again.length)).toEqual([]);
      if (again.length > 0) continue;
      const extra = extraCalls(sandbox, undisturbed);
      worst.pages = Math.max(worst.pages, extra.pages);
      worst.records = Math.max(worst.records, extra.records);
      worst.others = Math.max(worst.others, extra.others);
    }
    // biome-ignore lint/suspicious/noConsole: the figures are what the long form is run for.
    console.log(`${mode}: worst extra calls after one kill: ${JSON.stringify(worst)} of ${undisturbed.calls}`);
  },
);
