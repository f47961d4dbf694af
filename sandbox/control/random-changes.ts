import { resources } from '../resources/all.ts';
import { type StreamName, streamNames } from '../truth.ts';
import type { Workspace } from '../workspace.ts';

/** Ids of what changed or came, by stream; each id once. */
export type Changed = Readonly<Record<StreamName, readonly string[]>>;

const kinds = resources.flatMap(({ random }) => (random ? Array.from({ length: random.weight }, () => random) : []));

/** Makes `count` changes of all kinds; each round makes others. */
export function changeAtRandom(workspace: Workspace, count: number, round: number): Changed {
  const dice = workspace.dice('changes')(round);
  const changed = new Map<string, Set<string>>(streamNames().map((stream) => [stream, new Set()]));
  for (let change = 0; change < count; change++) {
    const kind = kinds[dice.below(kinds.length)];
    for (const [stream, id] of Object.entries(kind?.make(workspace, dice) ?? {})) changed.get(stream)?.add(id);
  }
  return byStream([...changed].map(([stream, ids]) => [stream, [...ids]]));
}

function byStream(entries: [string, string[]][]): Changed;
function byStream(entries: [string, string[]][]): object {
  return Object.fromEntries(entries);
}
