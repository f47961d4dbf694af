import type { ApiRequest } from '../../intercom/api.ts';
import { type Completion, complete } from '../../walks/complete.ts';
import { scroll } from '../../walks/scroll.ts';
import type { Walk } from '../../walks/walk.ts';
import { MissingLists } from '../missing-lists.ts';
import { COMPANY_NOTES, withNotes } from './notes-completion.ts';
import { SegmentCompletion } from './segment-completion.ts';

export { embeddedSegments } from './embedded-segments.ts';

/**
 * The only listing of companies without a ceiling: POST /companies/list ends at 10,000 and asks for a permission to
 * write. Companies without users are in no listing of the API.
 */
const listed = scroll({
  name: 'companies',
  path: '/companies/scroll',
  probe: { method: 'GET', path: '/data_attributes', query: { model: 'company' } },
});

const { isBare: _, ...walk } = listed;

/** Where a company holds its tags. Its segments and notes have addresses of their own. */
export const COMPANY_TAGS_AT = ['tags.tags'] as const;

/** All companies that have users, with all their segments, and with their notes and tags where those are read. */
export const companies: Walk = {
  ...walk,
  async *read(progress, context) {
    const segments = new SegmentCompletion(context, progress.retry);
    const tags = new MissingLists(context, { noun: 'company', listsOf: { company_tags: COMPANY_TAGS_AT }, request });
    const completion: Completion = async (company, lease, gone) => {
      const tagged = await tags.complete(await segments.complete(company, lease, gone), lease, gone);
      return context.streams.includes(COMPANY_NOTES) ? withNotes(tagged, context, lease, gone) : tagged;
    };
    yield* complete(listed, { begin: () => completion, request }).read(progress, context);
    tags.end();
  },
};

function request(id: string): ApiRequest {
  return { method: 'GET', path: `/companies/${id}` };
}
