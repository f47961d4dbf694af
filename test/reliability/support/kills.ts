import type { ChildProcess } from 'node:child_process';
import { Dice } from '../../../sandbox/generate/dice.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Launcher } from '../../support/connector.ts';
import { Destination } from '../../support/destination.ts';
import { CutReader, inProcess } from '../../support/in-process.ts';
import { type SyncMode, streamNames, streams } from '../../support/inputs.ts';
import { program } from '../../support/program.ts';
import { differences } from '../../support/truth.ts';
import { read } from './reading.ts';

/** A read that is to be killed, and the workspace that it reads. */
export interface Victim {
  readonly sandbox: Sandbox;
  readonly mode: SyncMode;
  /** Starts a read that ends at the point, as if by SIGKILL. */
  readonly until: (sandbox: Sandbox, point: KillPoint) => Launcher;
  /** Starts a read that nothing disturbs. */
  readonly launcher: Launcher;
  /** Lets the scroll of a killed read expire. */
  readonly pause: () => Promise<void>;
}

/** When to kill a read: at its n-th call, or once it has printed so many characters. */
export type KillPoint = { readonly calls: number } | { readonly characters: number };

/** An undisturbed read, to which the disturbed ones are compared. */
export interface Undisturbed {
  readonly calls: number;
  readonly characters: number;
  readonly callsByKind: ReadonlyMap<string, number>;
}

/** Calls that were made more often than an undisturbed read makes them. */
export interface Extra {
  /** By resumable walks: pages, and calls for single records. */
  readonly pages: number;
  readonly records: number;
  /** By everything that starts over or is asked with each start: lists, the scroll, the workspace. */
  readonly others: number;
}

/** The built program, killed by a signal. */
export function killed(sandbox: Sandbox, point: KillPoint): Launcher {
  return async (start) => {
    const onStart = (child: ChildProcess) => {
      const kill = () => child.kill('SIGKILL');
      if ('calls' in point) atCall(sandbox, point.calls, kill);
      else {
        let left = point.characters;
        child.stdout?.on('data', (text: string) => {
          left -= text.length;
          if (left <= 0) kill();
        });
      }
    };
    const outcome = await program({ onStart })(start);
    sandbox.set({ latencyMs: 0 });
    return outcome;
  };
}

/** A read in this process that nobody listens to any more: what a killed process has printed is such a beginning. */
export function cut(sandbox: Sandbox, point: KillPoint): Launcher {
  return async (start) => {
    const stop = new AbortController();
    const end = () => stop.abort(new Error('The output is cut.'));
    const stdout = new CutReader('characters' in point ? point.characters : Number.POSITIVE_INFINITY, end);
    if ('calls' in point) atCall(sandbox, point.calls, () => stdout.cut());
    const outcome = await inProcess({ stdout, signal: stop.signal })(start);
    sandbox.set({ latencyMs: 0 });
    return outcome;
  };
}

/** Seeded points all over a read, by calls and by characters in turn. */
export function killPoints(
  count: number,
  seed: number,
  { calls, characters }: Pick<Undisturbed, 'calls' | 'characters'>,
): readonly KillPoint[] {
  const dice = new Dice(seed, 0);
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0 ? { calls: 1 + dice.below(calls) } : { characters: 1 + dice.below(characters) },
  );
}

export async function readUndisturbed({ sandbox, mode, launcher, pause }: Victim): Promise<Undisturbed> {
  await pause();
  sandbox.calls.clear();
  const outcome = await read(sandbox, { mode, launcher });
  const wrong = differences(outcome, sandbox, streamNames);
  if (outcome.exitCode !== 0 || wrong.length > 0) throw new Error(`The undisturbed read failed: ${wrong.join('; ')}`);
  return { calls: sandbox.calls.count(), characters: outcome.text.length, callsByKind: countByKind(sandbox) };
}

/** Kills a read at each of the points, each time going on from the last states printed, then reads to the end. */
export async function readWithKills(victim: Victim, points: readonly KillPoint[]) {
  const { sandbox, mode, until, launcher, pause } = victim;
  const destination = new Destination();
  sandbox.calls.clear();
  let kills = 0;
  const readOn = async (by: Launcher) => {
    await pause();
    const outcome = await read(sandbox, { mode, launcher: by, state: destination.state });
    destination.take(outcome);
    if (outcome.signal === 'SIGKILL') kills += 1;
    return outcome;
  };
  for (const point of points) await readOn(until(sandbox, point));
  const { exitCode, errors } = await readOn(launcher);
  return { exitCode, errors, destination, kills, wrong: differences(destination, sandbox, streamNames) };
}

/** Streams with a state after each page of their records, or of their parents' records. */
const paged = streams.filter(({ walk }) => walk.isResumable && walk.usesRange).map(({ name }) => name);
/** Rows of a page; of activity logs, of a window, which these workspaces have in one page. */
const pageOf = (stream: string) => (stream === 'activity_logs' ? 250 : 150);

/**
 * Streams of which more came twice than a page of records for each kill, or the rows of a page of parents. What changed
 * in the last quarter of an hour comes with each sync.
 */
export function repeatedTooMuch({ repeated }: Destination, kills: number): readonly string[] {
  return paged.filter((stream) => (repeated.get(stream)?.size ?? 0) > kills * (pageOf(stream) + 20));
}

export function extraCalls(sandbox: Sandbox, { callsByKind }: Undisturbed): Extra {
  const extra = { pages: 0, records: 0, others: 0 };
  for (const [kind, count] of countByKind(sandbox)) {
    const more = count - (callsByKind.get(kind) ?? 0);
    if (/search|activity_logs/.test(kind)) extra.pages += more;
    else if (/^GET \/(contacts|conversations|tickets)\/:id|^GET \/events/.test(kind)) extra.records += more;
    else extra.others += more;
  }
  return extra;
}

/** Acts when the read makes its n-th call. */
function atCall(sandbox: Sandbox, nth: number, act: () => void): void {
  let made = 0;
  sandbox.set({
    latencyMs: () => {
      made += 1;
      if (made === nth) act();
      return 0;
    },
  });
}

function countByKind(sandbox: Sandbox): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { route } of sandbox.calls.all()) counts.set(route, (counts.get(route) ?? 0) + 1);
  return counts;
}
