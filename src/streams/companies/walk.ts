import { ApiError, type Body } from '../../intercom/api.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { complete } from '../../walks/complete.ts';
import { recordsOf } from '../../walks/pages.ts';
import { scroll } from '../../walks/scroll.ts';
import type { WalkContext } from '../../walks/walk.ts';

const NAME = 'companies';

/**
 * All companies, by the only listing without a ceiling, with their whole lists of segments. Companies without users are
 * in no listing of the API. POST /companies/list ends at 10,000 and asks for a permission to write.
 */
export const companies = complete(
  scroll({
    name: NAME,
    path: '/companies/scroll',
    probe: { method: 'GET', path: '/data_attributes', query: { model: 'company' } },
  }),
  {
    begin: (context) => {
      const segments = new SegmentCompletion(context);
      return (company, lease) => segments.complete(company, lease);
    },
    request: (id) => ({ method: 'GET', path: `/companies/${id}` }),
  },
);

/** Whether a company embeds more segments than this is not documented: from here on its own endpoint is asked. */
const TRUSTED_SEGMENTS = 9;
/** Companies whose embedded segments are compared with their own endpoint in each read. */
const SAMPLES = 5;

/** Makes sure of the segments that companies embed; see `docs/intercom-behavior.md`. */
class SegmentCompletion {
  readonly #context: WalkContext;
  /** Each resolves with what its company's own endpoint says, when that has been compared. */
  readonly #samples: Promise<Body>[] = [];
  #isTrusted = true;
  #definitions: Promise<ReadonlyMap<unknown, Body>> | undefined;

  constructor(context: WalkContext) {
    this.#context = context;
  }

  async complete(company: Body, lease: Lease): Promise<Body> {
    const embedded = embeddedSegments(company);
    if (embedded === undefined || embedded.length > TRUSTED_SEGMENTS) return this.#ask(company, lease);
    if (this.#samples.length < SAMPLES) {
      const sample = this.#compare(company, embedded, lease);
      this.#samples.push(sample);
      return sample;
    }
    await Promise.allSettled(this.#samples);
    if (!this.#isTrusted) return this.#ask(company, lease);
    return embedded.every(isDefined) ? company : this.#define(company, embedded, lease);
  }

  async #compare(company: Body, embedded: readonly Body[], lease: Lease): Promise<Body> {
    const asked = await this.#ask(company, lease);
    const count = embeddedSegments(asked)?.length ?? 0;
    if (count > embedded.length && this.#isTrusted) {
      this.#isTrusted = false;
      this.#context.warn(
        `Company ${company.id} has ${count} segments, but the list of companies shows ${embedded.length}: asking for the segments of each company, one call each.`,
      );
    }
    return asked;
  }

  async #ask(company: Body, lease: Lease): Promise<Body> {
    const path = `/companies/${company.id}/segments`;
    try {
      const answer = await this.#context.api.send({ method: 'GET', path }, lease);
      return withSegments(company, recordsOf(answer, ['data', 'segments'], path));
    } catch (error) {
      // Deleted companies stay in the scroll for a while.
      if (error instanceof ApiError && error.isGone) return company;
      throw error;
    }
  }

  /** Companies have been seen to embed only the ids of their segments: the rest is in the list of segments. */
  async #define(company: Body, embedded: readonly Body[], lease: Lease): Promise<Body> {
    this.#definitions ??= this.#readDefinitions().catch((error: unknown) => {
      this.#definitions = undefined;
      throw error;
    });
    const definitions = await this.#definitions;
    const segments = embedded.map((segment) => ({ ...definitions.get(segment.id), ...segment }));
    return segments.every(isDefined) ? withSegments(company, segments) : this.#ask(company, lease);
  }

  async #readDefinitions(): Promise<ReadonlyMap<unknown, Body>> {
    const answer = await this.#context.api.send({ method: 'GET', path: '/segments' }, NAME);
    return new Map(recordsOf(answer, ['segments', 'data'], '/segments').map((segment) => [segment.id, segment]));
  }
}

/** The segments that a company's record holds; undefined where it has no such list. */
export function embeddedSegments({ segments }: Body): readonly Body[] | undefined {
  if (typeof segments !== 'object' || segments === null || !('segments' in segments)) return undefined;
  return Array.isArray(segments.segments) ? segments.segments : undefined;
}

function isDefined(segment: Body): boolean {
  return typeof segment.updated_at === 'number';
}

function withSegments(company: Body, segments: readonly Body[]): Body {
  return { ...company, segments: { type: 'segment.list', segments } };
}
