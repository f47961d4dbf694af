import type { Body } from '../../intercom/api.ts';

/** Companies whose embedded segments must agree with their own endpoint before those of the others are trusted. */
const SAMPLES = 5;
/** Calls for samples at most: a workspace may have no company with segments at all. */
const MOST_CALLS = 100;

/** How the segments that a company embeds compare with those at its own endpoint; `empty` where both have none. */
export type SampleResult = 'same' | 'different' | 'empty';

/** Compares by the ids of the segments. */
export function compareSegments(embedded: readonly Body[], own: readonly Body[]): SampleResult {
  if (embedded.length === 0 && own.length === 0) return 'empty';
  const ids = new Set(own.map(({ id }) => id));
  return embedded.length === ids.size && embedded.every(({ id }) => ids.has(id)) ? 'same' : 'different';
}

/** What to do with a company: compare its segments and report the result, trust what it embeds, or ask its endpoint. */
export type Treatment = 'compare' | 'trust' | 'ask';

/**
 * Decides, once in each read, whether the segments that companies embed are trusted.
 *
 * A company without segments proves nothing, so five that have some must agree with their own endpoints. One that
 * differs decides that all companies are asked. After 100 calls without a decision, what was embedded is trusted.
 *
 * Until then every company waits for its turn, so that none goes on with segments that prove wrong later.
 */
export class SegmentSamples {
  readonly #waiting: ((treatment: Treatment) => void)[] = [];
  #verdict: 'trust' | 'ask' | undefined;
  #calls = 0;
  #inFlight = 0;
  #same = 0;

  /** Resolves with what to do with the next company. */
  treatment(): Promise<Treatment> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#admit();
    });
  }

  /** To be called with the result for each company whose treatment is `compare`; `empty` where there was no answer. */
  report(result: SampleResult): void {
    this.#inFlight -= 1;
    if (result === 'same') this.#same += 1;
    if (result === 'different') this.#verdict ??= 'ask';
    // A sample that is still in flight may differ.
    else if (this.#isEnough && this.#inFlight === 0) this.#verdict ??= 'trust';
    this.#admit();
  }

  get #isEnough(): boolean {
    return this.#same >= SAMPLES || this.#calls >= MOST_CALLS;
  }

  #admit(): void {
    while (this.#waiting.length > 0 && (this.#verdict !== undefined || this.#mayCompare())) {
      const treatment = this.#verdict ?? 'compare';
      if (treatment === 'compare') {
        this.#calls += 1;
        this.#inFlight += 1;
      }
      this.#waiting.shift()?.(treatment);
    }
  }

  /**
   * As many at once as are still needed, or as many as have brought nothing so far, if that is more. So a hundred
   * samples without segments take few rounds.
   */
  #mayCompare(): boolean {
    const inVain = this.#calls - this.#inFlight - this.#same;
    return !this.#isEnough && this.#inFlight < Math.max(SAMPLES - this.#same, inVain);
  }
}
