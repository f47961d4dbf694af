import { askedPage, pageByNumber, wholeNumber } from '../../http/paging.ts';
import { type Call, notFound, Refusal, type Reply, type Route } from '../../http/route.ts';
import type { Row } from '../../json.ts';
import { asFound, searchPage } from '../../search/search-page.ts';
import { contactRules } from '../../search/searchable.ts';
import type { Workspace } from '../../workspace.ts';
import {
  contactCompanies,
  contactNotes,
  contactSegments,
  contactSubscriptions,
  contactTags,
  contactWithHistory,
  survivorOf,
} from './records.ts';

const scope = 'read_users_companies';

export const contactRoutes: readonly Route[] = [
  { method: 'POST', path: '/contacts/search', scope, answer: search },
  { method: 'GET', path: '/contacts', scope, answer: list },
  { method: 'GET', path: '/contacts/:id', scope, answer: getOne },
  { method: 'GET', path: '/contacts/:id/tags', scope, answer: wholeList(contactTags) },
  { method: 'GET', path: '/contacts/:id/companies', scope, answer: numberedList(contactCompanies, 50, 60) },
  { method: 'GET', path: '/contacts/:id/notes', scope, answer: numberedList(contactNotes, 50, 150) },
  { method: 'GET', path: '/contacts/:id/segments', scope, answer: wholeList(contactSegments) },
  { method: 'GET', path: '/contacts/:id/subscriptions', scope, answer: wholeList(contactSubscriptions) },
  { method: 'GET', path: '/contacts/:id/merge_history', scope, answer: mergeHistory },
];

function search(call: Call, workspace: Workspace, usualPerPage = 50): Reply {
  const { contacts } = workspace;
  const { rows, total, pages } = searchPage(call, {
    collection: contacts,
    rules: contactRules(workspace.settings, contacts, workspace.contactLinks),
    usualPerPage,
    indexedUntil: workspace.indexedUntil,
  });
  return {
    body: {
      type: 'list',
      data: rows.map((row) => asFound(contacts, row, record(call, workspace, row))),
      total_count: total,
      pages,
    },
  };
}

/** Newest contacts first, ten at a time unless asked otherwise. */
function list(call: Call, workspace: Workspace): Reply {
  const body = {
    query: { field: 'created_at', operator: '>', value: 0 },
    sort: { field: 'created_at', order: 'descending' },
    pagination: {
      per_page: wholeNumber(call.query.get('per_page'), 10, 'per_page'),
      starting_after: call.query.get('starting_after') ?? undefined,
    },
  };
  return search({ ...call, body }, workspace, 10);
}

function getOne(call: Call, workspace: Workspace): Reply {
  return { body: record(call, workspace, find(call, workspace)) };
}

function record(call: Call, workspace: Workspace, row: number): Row {
  const wantsHistory = call.query.get('include_merge_history') === 'true';
  return wantsHistory ? contactWithHistory(workspace, row) : workspace.contacts.get(row);
}

/** A merged contact is 410 and a pointer to the one it lives on as; any other unknown id is 404. */
function find(call: Call, workspace: Workspace): number {
  const id = call.params.id ?? '';
  const row = workspace.contacts.find(id);
  if (row !== undefined) return row;
  const survivor = survivorOf(workspace, id);
  if (survivor === undefined) throw notFound('User');
  throw new Refusal(410, 'contact_merged', 'This contact has been merged', {
    Link: `<${call.origin}/contacts/${survivor}>; rel="canonical"`,
  });
}

function wholeList(read: (workspace: Workspace, row: number) => Row[]): Route['answer'] {
  return (call, workspace) => ({ body: { type: 'list', data: read(workspace, find(call, workspace)) } });
}

function numberedList(
  read: (workspace: Workspace, row: number) => Row[],
  usual: number,
  most: number,
): Route['answer'] {
  return (call, workspace) => {
    const all = read(workspace, find(call, workspace));
    const { rows, pages } = pageByNumber(call, all, askedPage(call, usual, most));
    return { body: { type: 'list', data: rows, pages, total_count: all.length } };
  };
}

/** Its own envelope; all entries fit on one page here. */
function mergeHistory(call: Call, workspace: Workspace): Reply {
  const history = contactWithHistory(workspace, find(call, workspace)).merge_history;
  if (history === null) throw notFound('User');
  return { body: { type: 'list', data: history, next_cursor: null, has_more: false } };
}
