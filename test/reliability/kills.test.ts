import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { SyncMode } from '../support/inputs.ts';
import { buildProgram, program } from '../support/program.ts';
import { quickWorkspace } from '../support/workspaces.ts';
import { killed, killPoints, readUndisturbed, readWithKills } from './support/kills.ts';
import { read } from './support/reading.ts';

/** How far the clock of the workspace is ahead: after a kill some minutes pass, so that the scroll expires. */
let aheadSeconds = 0;
const pause = async () => {
  aheadSeconds += 300;
};

let sandbox: Sandbox;
beforeAll(async () => {
  buildProgram();
  sandbox = await quickWorkspace({ now: () => Date.now() / 1000 + aheadSeconds });
});
afterAll(() => sandbox.close());

const TIMEOUT_MS = 120_000;

/** Several kills of one sync, and syncs with one each; the long form has both in each mode. */
it.each<SyncMode>(['incremental', 'full_refresh'])(
  'R46: a read in mode %s that is killed and resumed holds everything',
  { timeout: TIMEOUT_MS },
  async (mode) => {
    const victim = { sandbox, mode, until: killed, launcher: program(), pause };
    const undisturbed = await readUndisturbed(victim);
    // All five together are less than a read, so that none comes after the end.
    const reach = { calls: undisturbed.calls / 6, characters: undisturbed.characters / 6 };
    const single = killPoints(2, 7, undisturbed).map((point) => [point]);
    for (const points of mode === 'incremental' ? [killPoints(5, 11, reach)] : single) {
      const { exitCode, wrong, errors, kills } = await readWithKills(victim, points);
      const right = { points, wrong: [], exitCode: 0, errors: [], kills: points.length };
      expect({ points, wrong, exitCode, errors, kills }).toEqual(right);
    }
  },
);

describe('SIGTERM', () => {
  it.each([1, 300_000])('R51: after %i bytes ends a read at once, after a whole line', async (bytes) => {
    let printed = 0;
    let stoppedMs = 0;
    const launcher = program({
      onStart: (child) =>
        child.stdout?.on('data', (text: string) => {
          printed += text.length;
          if (printed < bytes || stoppedMs > 0) return;
          stoppedMs = Date.now();
          child.kill('SIGTERM');
        }),
    });
    await pause();
    const outcome = await read(sandbox, { launcher });
    // A process that doesn't listen is ended after four seconds.
    expect(Date.now() - stoppedMs).toBeLessThan(4_000);
    expect(outcome).toMatchObject({ signal: 'SIGTERM', stderr: '', errors: [] });
    expect(outcome.text).toMatch(/\n$/);
  });
});
