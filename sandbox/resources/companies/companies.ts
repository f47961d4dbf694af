import { byPageNumber, pageOf, pageRequest, pagesOf } from '../../http/paging.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Call, Reply } from '../../http/route.ts';
import type { Row } from '../../json.ts';
import { childList } from '../../resource-kit/child-list.ts';
import { collectionParent } from '../../resource-kit/parent.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { childTable, collectionTable, rowsAt } from '../../resource-kit/tables.ts';
import type { Workspace } from '../../workspace.ts';
import { companyChanges } from './changes.ts';
import { companiesOf } from './rows.ts';
import { scrollOf } from './scroll.ts';

const scope = 'read_users_companies';
const listedAtMost = 10_000;

const company = collectionParent(
  'company_id',
  companiesOf,
  () => new Refusal(404, 'company_not_found', 'Company Not Found'),
);

export const companies = {
  sizes: { companies: 450 },
  open: companiesOf,
  routes: [
    {
      method: 'GET',
      path: '/companies/scroll',
      scope,
      answer: scroll,
      broken: (workspace) => scrollOf(workspace).kill(),
    },
    { method: 'POST', path: '/companies/list', scope: 'write_users_companies', answer: list },
    {
      method: 'GET',
      path: '/companies/:id',
      scope,
      answer: (call, workspace) => ({ body: listedCompany(workspace, company.find(call, workspace)) }),
    },
  ],
  tables: {
    companies: collectionTable(companiesOf, wholeCompany),
    company_tags: childTable(company, (workspace, row) => rowsAt(wholeCompany(workspace, row), 'tags.tags')),
  },
  changes: companyChanges,
  random: {
    weight: 1,
    make: touchAny('companies', companiesOf, (workspace, id) => companyChanges(workspace).touchCompany(id)),
  },
} satisfies Resource;

export const companyNotes = childList({
  name: 'company_notes',
  parent: company,
  path: '/companies/:id/notes',
  scope,
  paging: byPageNumber({ default: 50, max: 150 }),
  rows: (workspace, row) => rowsAt(wholeCompany(workspace, row), 'notes.notes'),
});

export const companySegments = childList({
  name: 'company_segments',
  parent: company,
  path: '/companies/:id/segments',
  scope,
  rows: segments,
});

function wholeCompany(workspace: Workspace, row: number): Row {
  return companiesOf(workspace).get(row);
}

function segments(workspace: Workspace, row: number): Row[] {
  return rowsAt(wholeCompany(workspace, row), 'segments.segments');
}

/** A company as every endpoint gives it: with as much of its segments as the settings say. */
function listedCompany(workspace: Workspace, row: number): Row {
  const { companySegments: form, companySegmentsCap } = workspace.settings;
  const embedded = form === 'none' ? [] : segments(workspace, row).slice(0, companySegmentsCap);
  return {
    ...wholeCompany(workspace, row),
    segments: {
      type: 'segment.list',
      segments: form === 'ids' ? embedded.map(({ type, id }) => ({ type, id })) : embedded,
    },
  };
}

function scroll(call: Call, workspace: Workspace): Reply {
  const repeatsLast = call.fault?.kind === 'repeatScrollPage';
  const { rows, scrollParam } = scrollOf(workspace).page(call.query.get('scroll_param'), repeatsLast);
  const data = rows.map((row) => listedCompany(workspace, row));
  return { body: { type: 'list', data, pages: null, total_count: null, scroll_param: scrollParam } };
}

/** Latest request first; nothing beyond the ten-thousandth company. */
function list(call: Call, workspace: Workspace): Reply {
  const request = pageRequest(call, { default: 15, max: 60 });
  if (request.page * request.perPage > listedAtMost) {
    throw new Refusal(400, 'bad_request', 'page limit reached, please use scroll API');
  }
  const all = [...companiesOf(workspace).all()];
  if (call.query.get('order') !== 'asc') all.reverse();
  const data = pageOf(all, request).map((row) => listedCompany(workspace, row));
  return { body: { type: 'list', data, pages: pagesOf(call, request, all.length), total_count: all.length } };
}
