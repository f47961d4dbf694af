import { byNextCursor } from '../../http/paging.ts';
import { notFound } from '../../http/refusal.ts';
import { isRow } from '../../json.ts';
import { listRoute } from '../../resource-kit/list-resource.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { latestFirstRoute, searchRoute } from '../../resource-kit/search-route.ts';
import { collectionTable } from '../../resource-kit/tables.ts';
import { contactChanges } from './changes.ts';
import { contactWithHistory } from './merges.ts';
import { contact } from './parent.ts';
import { contactsOf } from './rows.ts';
import { contactFor, contactSearch } from './search.ts';

const { scope } = contactSearch;

export const contacts = {
  sizes: { contacts: 2_500 },
  open: contactsOf,
  routes: [
    searchRoute('/contacts/search', contactSearch),
    latestFirstRoute('/contacts', contactSearch, 'created_at', 10),
    {
      method: 'GET',
      path: '/contacts/:id',
      scope,
      answer: (call, workspace) => ({ body: contactFor(call, workspace, contact.find(call, workspace)) }),
    },
    listRoute(
      { path: '/contacts/:id/merge_history', scope, paging: byNextCursor({ default: 50, max: 150 }) },
      (call, workspace) => {
        const { merge_history: history } = contactWithHistory(workspace, contact.find(call, workspace));
        if (!Array.isArray(history)) throw notFound('User');
        return history.filter(isRow);
      },
    ),
  ],
  tables: { contacts: collectionTable(contactsOf, contactWithHistory) },
  changes: contactChanges,
  random: {
    weight: 3,
    make: touchAny('contacts', contactsOf, (workspace, id) => contactChanges(workspace).touchContact(id)),
  },
} satisfies Resource;
