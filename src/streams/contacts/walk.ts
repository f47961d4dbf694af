import { ApiError, type Body } from '../../intercom/api.ts';
import { incompleteAnswer } from '../../intercom/incomplete-answer.ts';
import type { Lease } from '../../intercom/pace/memory-budget.ts';
import { type Completion, complete } from '../../walks/complete.ts';
import { readPages } from '../../walks/pages.ts';
import { search } from '../../walks/search/search.ts';
import type { WalkContext } from '../../walks/walk.ts';

const NAME = 'contacts';

/** A contact embeds at most ten of each: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts */
const LISTS = ['tags', 'companies', 'notes'] as const;
type ListName = (typeof LISTS)[number];

const WITH_MERGES = { include_merge_history: true };

/** All contacts, leads and users, with their whole lists of tags, companies and notes. */
export const contacts = complete(
  search({
    name: NAME,
    path: '/contacts/search',
    recordsAt: 'data',
    query: WITH_MERGES,
    comparesDays: true,
  }),
  {
    begin: wholeLists,
    request: (id) => ({ method: 'GET', path: `/contacts/${id}`, query: WITH_MERGES }),
  },
);

function wholeLists(context: WalkContext): Completion {
  return async (contact, lease) => {
    const cut = LISTS.filter((list) => !isWhole(contact[list]));
    if (cut.length === 0) return contact;
    try {
      const lists = await Promise.all(
        cut.map(async (list) => [list, await readList(contact, list, context, lease)] as const),
      );
      return { ...contact, ...Object.fromEntries(lists) };
    } catch (error) {
      if (!(error instanceof ApiError && error.isGone)) throw error;
      await confirmGone(contact, context, lease);
      return contact;
    }
  };
}

/** Deleted or merged since it was listed, what was embedded is all there is of a contact; otherwise a list is missing. */
async function confirmGone({ id }: Body, { api, info }: WalkContext, lease: Lease): Promise<void> {
  const isGone = await api.send({ method: 'GET', path: `/contacts/${id}` }, lease).then(
    () => false,
    (error: unknown) => {
      if (error instanceof ApiError && error.isGone) return true;
      throw error;
    },
  );
  if (!isGone) throw incompleteAnswer(`contact ${id} without one of its lists`);
  info(`Contact ${id} was deleted or merged while it was read: its lists may be cut.`);
}

function isWhole(list: unknown): boolean {
  return typeof list === 'object' && list !== null && Reflect.get(list, 'has_more') === false;
}

/** The whole list in the shape in which a contact embeds it. */
async function readList({ id }: Body, list: ListName, context: WalkContext, lease: Lease): Promise<Body> {
  const path = `/contacts/${id}/${list}`;
  const data: Body[] = [];
  // The description of this list of companies calls its key `companies`, its example `data`.
  for await (const page of readPages(context, { method: 'GET', path }, ['data', list], lease)) {
    data.push(...page.records.map(({ type, id }) => ({ type, id, url: `/${list}/${id}` })));
  }
  return { type: 'list', data, url: path, total_count: data.length, has_more: false };
}
