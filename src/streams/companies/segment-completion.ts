import type { Body } from '../../intercom/api.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import type { Completion } from '../../walks/complete.ts';
import type { GoneRecords } from '../../walks/gone-records.ts';
import { recordsOf } from '../../walks/pages.ts';
import type { WalkContext } from '../../walks/walk.ts';
import { embeddedSegments, withSegments } from './embedded-segments.ts';
import { compareSegments, type SampleResult, SegmentSamples } from './segment-samples.ts';

/** Whether a company embeds more segments than this is not documented: from ten on its own endpoint is asked. */
const MOST_TRUSTED = 9;

/** Makes sure that companies have all their segments, in one read; see `docs/intercom-behavior.md`. */
export class SegmentCompletion implements Completion {
  readonly #context: WalkContext;
  readonly #retried: ReadonlySet<string>;
  readonly #samples = new SegmentSamples();
  #hasWarned = false;
  #definitions: Promise<ReadonlyMap<unknown, Body>> | undefined;

  /** `retried` are the ids from an earlier sync. These companies may not come from the scroll, so they are no samples. */
  constructor(context: WalkContext, retried: readonly string[]) {
    this.#context = context;
    this.#retried = new Set(retried);
  }

  async complete(company: Body, lease: Lease, gone: GoneRecords): Promise<Body> {
    const embedded = embeddedSegments(company);
    const isCut = embedded === undefined || embedded.length > MOST_TRUSTED;
    if (isCut || this.#retried.has(String(company.id))) return this.#ask(company, lease, gone);
    switch (await this.#samples.treatment()) {
      case 'compare':
        return this.#compare(company, embedded, lease, gone);
      case 'ask':
        return this.#ask(company, lease, gone);
      case 'trust':
        return embedded.every(isDefined) ? company : this.#define(company, embedded, lease, gone);
    }
  }

  async #compare(company: Body, embedded: readonly Body[], lease: Lease, gone: GoneRecords): Promise<Body> {
    let result: SampleResult = 'empty';
    try {
      const own = await this.#ownSegments(company, lease, gone);
      if (own === undefined) return company;
      result = compareSegments(embedded, own);
      if (result === 'different') this.#warnOnce(company.id);
      return withSegments(company, own);
    } finally {
      this.#samples.report(result);
    }
  }

  async #ask(company: Body, lease: Lease, gone: GoneRecords): Promise<Body> {
    const own = await this.#ownSegments(company, lease, gone);
    return own === undefined ? company : withSegments(company, own);
  }

  /** What the company's own endpoint says; undefined where it was deleted. The scroll lists deleted companies for a while. */
  async #ownSegments({ id }: Body, lease: Lease, gone: GoneRecords): Promise<readonly Body[] | undefined> {
    const path = `/companies/${id}/segments`;
    const own = { path: `/companies/${id}`, missing: `company ${id} without its segments` };
    const asking = this.#context.api.send({ method: 'GET', path }, lease);
    const answer = await gone.countList(asking, own, this.#context, lease);
    return answer && recordsOf(answer, ['data', 'segments'], path);
  }

  /** Companies have been seen to embed only the ids of their segments: the rest is in the list of segments. */
  async #define(company: Body, embedded: readonly Body[], lease: Lease, gone: GoneRecords): Promise<Body> {
    this.#definitions ??= this.#readDefinitions().catch((error: unknown) => {
      this.#definitions = undefined;
      throw error;
    });
    const definitions = await this.#definitions;
    const segments = embedded.map((segment) => ({ ...definitions.get(segment.id), ...segment }));
    return segments.every(isDefined) ? withSegments(company, segments) : this.#ask(company, lease, gone);
  }

  async #readDefinitions(): Promise<ReadonlyMap<unknown, Body>> {
    const answer = await this.#context.api.send({ method: 'GET', path: '/segments' }, 'companies');
    return new Map(recordsOf(answer, ['segments', 'data'], '/segments').map((segment) => [segment.id, segment]));
  }

  #warnOnce(id: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#context.warn(
      `Company ${id} has other segments than the list of companies shows: asking for the segments of each company, one call each.`,
    );
  }
}

function isDefined(segment: Body): boolean {
  return typeof segment.updated_at === 'number';
}
