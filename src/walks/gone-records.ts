import { isGone } from '../intercom/api.ts';
import { incompleteAnswer } from '../intercom/incomplete-answer.ts';
import type { Lease } from '../intercom/pace/memory-budget.ts';
import type { Page, WalkContext } from './walk.ts';

/** Up to this many records may be gone without casting doubt on the others. */
const FEW = 20;

/**
 * Counts the records that Intercom has just listed and then answers "not found" for (404 or 410) when they are asked
 * for by themselves. A few of these were deleted in between. When most of the answers say so, they are not to be
 * believed: the read must fail, and its gaps must stay open, so that the next sync reads the same records again.
 *
 * A completion gets it with each record, and counts with it its calls for that record:
 *
 *     async complete(ticket, lease, gone) {
 *       const whole = await gone.count(api.send({ method: 'GET', path: `/tickets/${ticket.id}` }, lease));
 *       return whole ?? ticket;
 *     }
 */
export class GoneRecords {
  readonly #walk: string;
  readonly #withheld: Pick<Page<unknown>, 'gap' | 'left'>[] = [];
  #asked = 0;
  #gone = 0;

  constructor(walk: string) {
    this.#walk = walk;
  }

  /**
   * Counts the answer to a call for a record that was just listed, or for several. Resolves with the answer, or with
   * undefined where the record is gone. Rejects with any other failure, which counts as no answer.
   */
  async count<T>(call: Promise<T>, records = 1): Promise<T | undefined> {
    try {
      const answer = await call;
      this.#asked += records;
      return answer;
    } catch (error) {
      if (!isGone(error)) throw error;
      this.#asked += records;
      this.#gone += records;
      return undefined;
    }
  }

  /** As {@link count}, for a list that a record must have: see {@link confirmGone} for what counts as gone. */
  countList<T>(
    list: Promise<T>,
    own: OwnRecord,
    context: Pick<WalkContext, 'api'>,
    lease: Lease,
  ): Promise<T | undefined> {
    return this.count(list.catch((error: unknown) => confirmGone(error, own, context, lease)));
  }

  /**
   * The page as it may go on. While most records are gone it goes on without its gap, which is withheld. Once they are
   * not, the withheld gaps go on before it, in their order.
   */
  *pass<R>(page: Page<R>): Generator<Page<R>> {
    if (this.#areMostGone) {
      const { gap, left, ...rest } = page;
      if (gap !== undefined) this.#withheld.push({ gap, ...(left && { left }) });
      yield rest;
    } else {
      yield* this.#releaseGaps();
      yield page;
    }
  }

  /** To be called at the end of a read. Throws when most records are gone, else tells how many there were. */
  *end<R>({ warn }: Pick<WalkContext, 'warn'>): Generator<Page<R>> {
    if (this.#areMostGone) {
      throw incompleteAnswer(
        `"not found" for ${this.#gone} of ${this.#asked} records that it had just listed, in ${this.#walk}`,
      );
    }
    yield* this.#releaseGaps();
    if (this.#gone === 0) return;
    warn(`${this.#walk}: ${this.#gone === 1 ? '1 record was' : `${this.#gone} records were`} deleted during the read.`);
  }

  get #areMostGone(): boolean {
    return this.#gone > FEW && this.#gone > this.#asked / 2;
  }

  *#releaseGaps<R>(): Generator<Page<R>> {
    for (const withheld of this.#withheld.splice(0)) yield { records: [], ...withheld };
  }
}

/** The record that a list belongs to: its own `path`, and what was not found where the record is there and the list is not. */
export interface OwnRecord {
  readonly path: string;
  readonly missing: string;
}

/**
 * To be called with the failure of a call for a list that a record must have. Throws that failure. But where it is "not
 * found", and the record is there at its own `path`, throws `missing`, which says what was not found: only a record that
 * was deleted or merged since it was listed may lack the list.
 */
export async function confirmGone(
  error: unknown,
  { path, missing }: OwnRecord,
  { api }: Pick<WalkContext, 'api'>,
  lease: Lease,
): Promise<never> {
  if (!isGone(error)) throw error;
  await api.send({ method: 'GET', path }, lease).catch((failure: unknown) => {
    throw isGone(failure) ? error : failure;
  });
  throw incompleteAnswer(missing);
}
