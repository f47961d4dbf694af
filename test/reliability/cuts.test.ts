import { env } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { inProcess } from '../support/in-process.ts';
import type { SyncMode } from '../support/inputs.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { quickWorkspace } from '../support/workspaces.ts';
import { cut, killPoints, readUndisturbed, readWithKills, repeatedTooMuch } from './support/kills.ts';

useVirtualTime();

const TIMEOUT_MS = env.LONG === '1' ? 900_000 : 120_000;

/** Three pages of contacts: more than a kill may repeat. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await quickWorkspace({ sizes: { contacts: 330 } });
});
afterAll(() => sandbox.close());

describe.each<SyncMode>(['incremental', 'full_refresh'])(
  'what a read in mode %s has printed up to any point',
  (mode) => {
    it('R46: is enough for the next read to bring the rest, and repeat little', { timeout: TIMEOUT_MS }, async () => {
      const victim = { sandbox, mode, until: cut, launcher: inProcess(), pause: () => sleep(300_000) };
      const undisturbed = await readUndisturbed(victim);
      for (const point of killPoints(env.LONG === '1' ? 12 : 2, 5, undisturbed)) {
        const { exitCode, wrong, errors, destination, kills } = await readWithKills(victim, [point]);
        expect({ point, wrong, exitCode, errors, kills }).toEqual({
          point,
          wrong: [],
          exitCode: 0,
          errors: [],
          kills: 1,
        });
        expect(repeatedTooMuch(destination, 1)).toEqual([]);
      }
    });
  },
);
