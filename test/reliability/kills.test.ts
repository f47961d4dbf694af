import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { buildProgram } from '../cli/built-program.ts';
import { type Mode, workspaceOf } from './support/inputs.ts';
import { killPoints, readUndisturbed, readWithKills, repeatedTooMuch, type Undisturbed } from './support/kills.ts';
import { Printed } from './support/printed.ts';
import { clockOf, readByProgram } from './support/program.ts';

/** So that the scroll of a killed read expires soon. */
const speed = { factor: 50, epochMs: Date.now() };
const workspace = workspaceOf({
  now: clockOf(speed),
  rateLimit: { perWindow: 100_000 },
  sizes: { contacts: 1_000, conversations: 330 },
});

let sandbox: Sandbox;
beforeAll(async () => {
  buildProgram();
  sandbox = await startSandbox(workspace);
});
afterAll(() => sandbox.close());

const modes: Mode[] = ['incremental', 'full_refresh'];
const TIMEOUT_MS = 60_000;

describe.each(modes)('a read of all streams in mode %s', (mode) => {
  let undisturbed: Undisturbed;
  beforeAll(async () => {
    undisturbed = await readUndisturbed({ sandbox, mode, speed });
  });

  it('R46: killed at any point and resumed, holds everything and repeats little', { timeout: TIMEOUT_MS }, async () => {
    for (const point of killPoints(4, 7, undisturbed)) {
      const { code, wrong, printed } = await readWithKills({ sandbox, mode, speed }, [point]);
      expect({ point, wrong, code, errors: printed.errors }).toEqual({ point, wrong: [], code: 0, errors: [] });
      expect(repeatedTooMuch(printed, 1)).toEqual([]);
    }
  });
});

it('R46: a read that is killed five times in a row holds everything in the end', { timeout: TIMEOUT_MS }, async () => {
  const victim = { sandbox, mode: 'incremental', speed } as const;
  const { calls, bytes } = await readUndisturbed(victim);
  const points = killPoints(5, 11, { calls: calls / 4, bytes: bytes / 4 });
  const { code, wrong, printed, kills } = await readWithKills(victim, points);
  expect({ wrong, code, errors: printed.errors }).toEqual({ wrong: [], code: 0, errors: [] });
  expect(kills).toBe(5);
  expect(repeatedTooMuch(printed, kills)).toEqual([]);
});

describe('SIGTERM', () => {
  it.each([1, 1_000_000])('R51: after %i bytes ends a read within five seconds, after a whole line', async (bytes) => {
    let printed = 0;
    let stoppedMs = 0;
    const outcome = await readByProgram({
      sandbox,
      onStart: (child) =>
        child.stdout?.on('data', (text: string) => {
          printed += text.length;
          if (printed < bytes || stoppedMs > 0) return;
          stoppedMs = Date.now();
          child.kill('SIGTERM');
        }),
    });
    expect(Date.now() - stoppedMs).toBeLessThan(5_000);
    expect(outcome.signal ?? outcome.code).toBe('SIGTERM');
    expect(outcome.stderr).toBe('');
    expect(outcome.stdout).toMatch(/\n$/);
    expect(new Printed().take(outcome.stdout).errors).toEqual([]);
  });
});
