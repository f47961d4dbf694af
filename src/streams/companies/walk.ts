import { complete } from '../../walks/complete.ts';
import { scroll } from '../../walks/scroll.ts';
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

/** All companies that have users, with all their segments, and with their notes where those are read. */
export const companies = complete(listed, {
  begin: (context, { retry }) => {
    const segments = new SegmentCompletion(context, retry);
    if (!context.streams.includes(COMPANY_NOTES)) return segments;
    return {
      complete: async (company, lease, gone) =>
        withNotes(await segments.complete(company, lease, gone), context, lease, gone),
    };
  },
  request: (id) => ({ method: 'GET', path: `/companies/${id}` }),
});
