import type { ChildProcess } from 'node:child_process';
import { Dice } from '../../../sandbox/generate/dice.ts';
import type { LoggedCall } from '../../../sandbox/http/call-log.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { differences } from './expected.ts';
import { allNames, type Mode } from './inputs.ts';
import { Printed, type Row } from './printed.ts';
import { readByProgram, type Speed } from './program.ts';

/** A read that is to be killed, and the workspace that it reads. */
export interface Victim {
  readonly sandbox: Sandbox;
  readonly mode: Mode;
  readonly speed: Speed;
}

/** When to kill a read: at its n-th call, or once it has printed so many bytes. */
export type KillPoint = { readonly calls: number } | { readonly bytes: number };

/** An undisturbed read, to which the disturbed ones are compared. */
export interface Undisturbed {
  readonly calls: number;
  readonly bytes: number;
  readonly callsByKind: ReadonlyMap<string, number>;
}

/** Calls that were made more often than an undisturbed read makes them. */
export interface Extra {
  /** By resumable walks: pages, and calls for single conversations. */
  readonly pages: number;
  readonly conversations: number;
  /** By everything that starts over or is asked with each start: lists, the scroll, the workspace. */
  readonly others: number;
}

/** Streams with a state after each page. */
const paged = ['contacts', 'conversations', 'tickets'];
const PAGE = 150;

/** Streams of which more than a page for each kill came twice; rows of the last quarter of an hour come with each sync. */
export function repeatedTooMuch(printed: Printed, kills: number): string[] {
  return paged.filter((stream) => {
    const repeated = (printed.records.get(stream) ?? 0) - (printed.rows.get(stream)?.size ?? 0);
    return repeated > kills * (PAGE + 20);
  });
}

export async function readUndisturbed(victim: Victim): Promise<Undisturbed> {
  const { sandbox } = victim;
  sandbox.calls.clear();
  const { stdout, code } = await readByProgram(victim);
  const wrong = differences(new Printed().take(stdout), sandbox, allNames);
  if (code !== 0 || wrong.length > 0) throw new Error(`The undisturbed read failed: ${code} ${wrong.join('; ')}`);
  return { calls: sandbox.calls.count(), bytes: stdout.length, callsByKind: countByKind(sandbox) };
}

/** Seeded points all over a read, by calls and by bytes in turn. */
export function killPoints(
  count: number,
  seed: number,
  { calls, bytes }: Pick<Undisturbed, 'calls' | 'bytes'>,
): KillPoint[] {
  const dice = new Dice(seed, 0);
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0 ? { calls: 1 + dice.below(calls) } : { bytes: 1 + dice.below(bytes) },
  );
}

/** Kills a read at each of the points, each time going on from the last states printed, then reads to the end. */
export async function readWithKills(victim: Victim, points: readonly KillPoint[]) {
  const { sandbox } = victim;
  const printed = new Printed();
  sandbox.calls.clear();
  let kills = 0;
  for (const point of points) {
    const { stdout, signal } = await readKilled(victim, printed.stateFile, point);
    printed.take(stdout);
    if (signal === 'SIGKILL') kills += 1;
  }
  const { stdout, code } = await readByProgram({ ...victim, state: printed.stateFile });
  printed.take(stdout);
  return { printed, code, kills, wrong: differences(printed, sandbox, allNames) };
}

export function extraCalls(sandbox: Sandbox, { callsByKind }: Undisturbed): Extra {
  const extra = { pages: 0, conversations: 0, others: 0 };
  for (const [kind, count] of countByKind(sandbox)) {
    const more = count - (callsByKind.get(kind) ?? 0);
    if (/search|activity_logs/.test(kind)) extra.pages += more;
    else if (kind === 'GET /conversations/:id') extra.conversations += more;
    else extra.others += more;
  }
  return extra;
}

async function readKilled(victim: Victim, state: readonly Row[], point: KillPoint) {
  const { sandbox } = victim;
  let left = 'calls' in point ? point.calls : point.bytes;
  const kill = (child: ChildProcess, count: number) => {
    left -= count;
    if (left <= 0) child.kill('SIGKILL');
  };
  const outcome = await readByProgram({
    ...victim,
    state,
    onStart: (child) => {
      if ('calls' in point) {
        sandbox.set({
          latencyMs: () => {
            kill(child, 1);
            return 0;
          },
        });
      } else child.stdout?.on('data', (text: string) => kill(child, text.length));
    },
  });
  sandbox.set({ latencyMs: 0 });
  return outcome;
}

function countByKind(sandbox: Sandbox): Map<string, number> {
  const counts = new Map<string, number>();
  for (const call of sandbox.calls.all()) counts.set(kindOf(call), (counts.get(kindOf(call)) ?? 0) + 1);
  return counts;
}

function kindOf({ method, path }: LoggedCall): string {
  return `${method} ${path.replace(/\/(\d+|[0-9a-f-]{12,})(?=\/|$)/, '/:id')}`;
}
