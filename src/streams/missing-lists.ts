import type { ApiRequest, Body } from '../intercom/api.ts';
import { incompleteAnswer } from '../intercom/incomplete-answer.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import type { Progress } from '../progress/progress.ts';
import { rowsAt } from '../rows/paths.ts';
import { type Completion, complete } from '../walks/complete.ts';
import type { GoneRecords } from '../walks/gone-records.ts';
import { RepeatedWarning } from '../walks/repeated-warning.ts';
import type { BareWalk, Walk, WalkContext } from '../walks/walk.ts';

/** Lists inside the records of a walk. */
export interface EmbeddedLists {
  /** What a record is called in a warning, such as `conversation`. */
  readonly noun: string;
  /** For each stream that is made of such a list: the paths of the list, which begin with the same property. */
  readonly listsOf: Readonly<Record<string, readonly [string, ...string[]]>>;
  /** The record's own call. */
  request(id: string): ApiRequest;
}

/** After so many records in a row that lack a list in their own answers too, the others are no longer asked. */
const ENOUGH = 20;

/**
 * Asks for the lists that records lack, in one read. A list that is absent is not an empty one: a record without it is
 * asked for by itself, if a stream that is read is made of it. When its own answer lacks the list too it counts as empty,
 * with a warning. A property that is null counts as empty: Intercom says so.
 */
export class MissingLists implements Completion {
  readonly #context: WalkContext;
  readonly #noun: string;
  readonly #request: EmbeddedLists['request'];
  /** The paths of each list that is read. */
  readonly #lists: readonly (readonly [string, ...string[]])[];
  readonly #inVain = new Map<string, number>();
  readonly #warning: RepeatedWarning;

  constructor(context: WalkContext, { noun, listsOf, request }: EmbeddedLists) {
    this.#context = context;
    this.#noun = noun;
    this.#request = request;
    this.#lists = Object.entries(listsOf).flatMap(([stream, paths]) =>
      context.streams.includes(stream) ? [paths] : [],
    );
    this.#warning = new RepeatedWarning(
      context,
      (others) => `… and ${others} more records with a list that Intercom leaves out: taken for empty.`,
    );
  }

  /** Resolves with the record and all lists that are read. */
  async complete(record: Body, lease: Lease, gone: GoneRecords): Promise<Body> {
    const absent = this.#lists.filter((paths) => isAbsent(record, paths));
    const asked = absent.filter((paths) => (this.#inVain.get(paths[0]) ?? 0) < ENOUGH);
    const own = asked.length > 0 ? await gone.count(this.#ask(record, lease)) : {};
    // It was deleted since it was listed.
    if (own === undefined) return record;
    const found: Record<string, unknown> = {};
    for (const paths of absent) {
      const property = propertyOf(paths);
      const isInVain = isAbsent(own, paths);
      if (asked.includes(paths)) this.#inVain.set(paths[0], isInVain ? (this.#inVain.get(paths[0]) ?? 0) + 1 : 0);
      if (isInVain) this.#warning.tell(this.#emptyList(record, property, asked.includes(paths)));
      else found[property] = own[property];
    }
    return { ...record, ...found };
  }

  end(): void {
    this.#warning.end();
  }

  async #ask({ id }: Body, lease: Lease): Promise<Body> {
    const own = await this.#context.api.send(this.#request(String(id)), lease);
    if (String(own.id) !== String(id)) throw incompleteAnswer(`something else than ${this.#noun} ${id}`);
    return own;
  }

  #emptyList({ id }: Body, property: string, isAsked: boolean): string {
    const where = isAsked ? ', also when it is asked for by itself' : '';
    return `Intercom's answer for ${this.#noun} ${id} has no ${property}${where}: taken for none.`;
  }
}

/**
 * The same walk; records that lack a list are completed where a stream that is made of the list is read, and also while
 * records are on the retry list: that they could not be read is in the state of all streams of the walk.
 */
export function withLists(walk: BareWalk, lists: EmbeddedLists): Walk {
  const whole = complete(walk, { begin: (context) => new MissingLists(context, lists), request: lists.request });
  const isNeeded = ({ retry }: Progress, { streams }: WalkContext) =>
    retry.length > 0 || streams.some((stream) => stream in lists.listsOf);
  return {
    ...whole,
    read: (progress, context) => (isNeeded(progress, context) ? whole : walk).read(progress, context),
  };
}

function isAbsent(record: Body, paths: readonly [string, ...string[]]): boolean {
  return record[propertyOf(paths)] !== null && rowsAt(record, paths) === undefined;
}

function propertyOf([path]: readonly [string, ...string[]]): string {
  return path.split('.', 1)[0] ?? path;
}
