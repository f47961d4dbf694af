import { complete } from '../../walks/complete.ts';
import { scroll } from '../../walks/scroll.ts';
import type { Walk } from '../../walks/walk.ts';
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

/** All companies that have users, with all their segments, and with their notes where those are read. */
export const companies: Walk = {
  ...walk,
  read: (progress, context) =>
    complete(listed, {
      begin: () => {
        const segments = new SegmentCompletion(context, progress.retry);
        if (!context.streams.includes(COMPANY_NOTES))
          return (company, lease, gone) => segments.complete(company, lease, gone);
        return async (company, lease, gone) =>
          withNotes(await segments.complete(company, lease, gone), context, lease, gone);
      },
      request: (id) => ({ method: 'GET', path: `/companies/${id}` }),
    }).read(progress, context),
};
