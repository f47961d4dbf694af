import { askedPage, pageByNumber } from '../../http/paging.ts';
import { type Call, Refusal, type Reply, type Route } from '../../http/route.ts';
import type { Workspace } from '../../workspace.ts';
import { companySegments, embeddedCompany, listIn } from './records.ts';
import { scrollBody } from './scroll.ts';

const scope = 'read_users_companies';
const listedAtMost = 10_000;

export const companyRoutes: readonly Route[] = [
  { method: 'GET', path: '/companies/scroll', scope, answer: scroll },
  { method: 'POST', path: '/companies/list', scope: 'write_users_companies', answer: list },
  { method: 'GET', path: '/companies/:id', scope, answer: getOne },
  { method: 'GET', path: '/companies/:id/segments', scope, answer: segments },
  { method: 'GET', path: '/companies/:id/notes', scope, answer: notes },
];

function scroll(call: Call, workspace: Workspace): Reply {
  const repeatsLast = call.fault?.kind === 'repeatScrollPage';
  const { rows, scrollParam } = workspace.scroll.page(call.query.get('scroll_param'), repeatsLast);
  return {
    body: scrollBody(
      rows.map((row) => embeddedCompany(workspace, row)),
      scrollParam,
    ),
  };
}

/** Latest request first; nothing beyond the ten-thousandth company. */
function list(call: Call, workspace: Workspace): Reply {
  const { companies } = workspace;
  const asked = askedPage(call, 15, 60);
  if (asked.page * asked.perPage > listedAtMost) {
    throw new Refusal(400, 'bad_request', 'page limit reached, please use scroll API');
  }
  const all = [...companies.all()];
  const { rows, pages } = pageByNumber(call, call.query.get('order') === 'asc' ? all : all.reverse(), asked);
  const data = rows.map((row) => embeddedCompany(workspace, row));
  return { body: { type: 'list', data, pages, total_count: companies.count } };
}

function getOne(call: Call, workspace: Workspace): Reply {
  return { body: embeddedCompany(workspace, find(call, workspace)) };
}

function segments(call: Call, workspace: Workspace): Reply {
  return { body: { type: 'list', data: companySegments(workspace, find(call, workspace)) } };
}

function notes(call: Call, workspace: Workspace): Reply {
  const all = listIn(workspace.companies.get(find(call, workspace)), 'notes');
  const { rows, pages } = pageByNumber(call, all, askedPage(call, 50, 150));
  return { body: { type: 'list', data: rows, pages, total_count: all.length } };
}

function find(call: Call, workspace: Workspace): number {
  const row = workspace.companies.find(call.params.id ?? '');
  if (row === undefined) throw new Refusal(404, 'company_not_found', 'Company Not Found');
  return row;
}
