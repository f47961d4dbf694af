import type { Body } from '../../intercom/api.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { isObject } from '../../json.ts';
import type { ListParents } from '../../walks/child-list.ts';
import { type Completion, complete } from '../../walks/complete.ts';
import { search } from '../../walks/search/search.ts';
import type { WalkContext } from '../../walks/walk.ts';
import { ParentLists } from '../../walks/whole-list.ts';

const NAME = 'contacts';

/** A contact embeds at most ten of each: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts */
const LISTS = ['tags', 'companies', 'notes'] as const;
type ListName = (typeof LISTS)[number];

/** Tags come in one call; the others in pages, of the documented usual size: no maximum is documented. */
const PAGED: ReadonlySet<ListName> = new Set(['companies', 'notes']);
const PER_PAGE = 50;

const WITH_MERGES = { include_merge_history: true };

const listed = search({
  name: NAME,
  path: '/contacts/search',
  recordsAt: 'data',
  query: WITH_MERGES,
  comparesDays: true,
});

/** All contacts, leads and users, with their whole lists of tags, companies and notes. */
export const contacts = complete(listed, {
  begin: wholeLists,
  request: (id) => ({ method: 'GET', path: pathOf(id), query: WITH_MERGES }),
});

/** Contacts as the parents of lists at addresses of their own. */
export const contactParents: ListParents = { parents: listed, parentPath: pathOf, unusedId: '0'.repeat(24) };

function pathOf(id: string): string {
  return `/contacts/${id}`;
}

function wholeLists(context: WalkContext): Completion {
  const lists = new ParentLists(context);
  return {
    async complete(contact, lease, gone) {
      const cut = LISTS.filter((list) => !isWhole(contact[list]));
      if (cut.length === 0) return contact;
      const own = { path: pathOf(String(contact.id)), missing: `contact ${contact.id} without one of its lists` };
      const reading = Promise.all(cut.map((list) => readList(contact, list, lists, lease)));
      const whole = await gone.countList(reading, own, context, lease);
      return whole === undefined ? contact : { ...contact, ...Object.fromEntries(whole) };
    },
    end: () => lists.end(),
  };
}

function isWhole(list: unknown): boolean {
  return isObject(list) && list.has_more === false;
}

/** The name of a list and the whole list, in the shape in which a contact embeds it. */
async function readList({ id }: Body, list: ListName, lists: ParentLists, lease: Lease) {
  const path = `/contacts/${id}/${list}`;
  const data: Body[] = [];
  const request = { method: 'GET', path, ...(PAGED.has(list) && { query: { per_page: PER_PAGE } }) } as const;
  // The description of the list of companies calls its key `companies`, the example there `data`.
  const pages = lists.pages(request, { recordsAt: ['data', list], idAt: 'id' }, lease);
  for await (const { records } of pages) {
    data.push(...records.map(({ type, id }) => ({ type, id, url: `/${list}/${id}` })));
  }
  return [list, { type: 'list', data, url: path, total_count: data.length, has_more: false }] as const;
}
