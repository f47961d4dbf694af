import type { ApiRequest } from '../../intercom/api.ts';
import { complete } from '../../walks/complete.ts';
import { scroll } from '../../walks/scroll.ts';
import { MissingLists } from '../missing-lists.ts';
import { NotesCompletion } from './notes-completion.ts';
import { SegmentCompletion } from './segment-completion.ts';

/**
 * The only listing of companies without a ceiling: POST /companies/list ends at 10,000 and asks for a permission to
 * write. Companies without users are in no listing of the API.
 */
const listed = scroll({
  name: 'companies',
  path: '/companies/scroll',
  probe: { method: 'GET', path: '/data_attributes', query: { model: 'company' } },
});

/** Where a company holds its tags. Its segments and notes have addresses of their own. */
export const COMPANY_TAGS_AT = ['tags.tags'] as const;

/** All companies that have users, with all their segments, and with their notes and tags where those are read. */
export const companies = complete(listed, {
  begin: (context, { retry }) => {
    const segments = new SegmentCompletion(context, retry);
    const tags = new MissingLists(context, { noun: 'company', listsOf: { company_tags: COMPANY_TAGS_AT }, request });
    const notes = new NotesCompletion(context);
    return {
      async complete(company, lease, gone) {
        const tagged = await tags.complete(await segments.complete(company, lease, gone), lease, gone);
        return notes.complete(tagged, lease, gone);
      },
      end: () => {
        tags.end();
        notes.end();
      },
    };
  },
  request,
});

function request(id: string): ApiRequest {
  return { method: 'GET', path: `/companies/${id}` };
}
