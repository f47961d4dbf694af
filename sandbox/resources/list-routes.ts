import { type Call, Refusal, type Route } from '../http/route.ts';
import type { Row } from '../json.ts';
import { valueAt } from '../json.ts';
import type { Workspace } from '../workspace.ts';

/** What a single call gives whole. */
export const listRoutes: readonly Route[] = [
  { method: 'GET', path: '/me', answer: (_call, workspace) => ({ body: me(workspace) }) },
  {
    method: 'GET',
    path: '/tags',
    scope: 'read_tags',
    answer: (_call, { tags }) => ({ body: { type: 'list', data: tags } }),
  },
  {
    method: 'GET',
    path: '/admins',
    scope: 'read_admins',
    answer: (_call, { admins }) => ({ body: { type: 'admin.list', admins } }),
  },
  {
    method: 'GET',
    path: '/teams',
    scope: 'read_admins',
    answer: (_call, { teams }) => ({ body: { type: 'team.list', teams } }),
  },
  {
    method: 'GET',
    path: '/segments',
    scope: 'read_users_companies',
    answer: (call, workspace) => ({ body: { type: 'segment.list', segments: segments(call, workspace) } }),
  },
  {
    method: 'GET',
    path: '/subscription_types',
    scope: 'read_users_companies',
    answer: (_call, { subscriptionTypes }) => ({ body: { type: 'list', data: subscriptionTypes } }),
  },
  {
    method: 'GET',
    path: '/data_attributes',
    scope: 'read_users_companies',
    answer: (call, workspace) => ({ body: { type: 'list', data: dataAttributes(call, workspace) } }),
  },
];

function me(workspace: Workspace): Row {
  const [admin = { type: 'admin', id: '1', email: 'sandbox@example.com', name: 'Sandbox' }] = workspace.admins;
  return {
    type: 'admin',
    id: admin.id,
    email: admin.email,
    name: admin.name,
    email_verified: true,
    app: {
      type: 'app',
      id_code: 'sandbox1',
      name: 'Sandbox workspace',
      created_at: workspace.createdAt,
      secure: false,
      identity_verification: false,
      timezone: workspace.settings.timeZone,
      region: workspace.settings.region,
    },
    avatar: { type: 'avatar', image_url: 'https://static.example.com/avatars/128.png' },
    has_inbox_seat: true,
  };
}

/** The count is made up: it changes with every hour, as a live one would. */
function segments(call: Call, workspace: Workspace): Row[] {
  if (call.query.get('include_count') !== 'true') return workspace.segments;
  const hour = Math.floor(workspace.now / 3_600);
  return workspace.segments.map((segment, row) => ({
    ...segment,
    count: row % 7 === 3 ? null : (row * 37 + hour) % 900,
  }));
}

function dataAttributes(call: Call, workspace: Workspace): Row[] {
  const model = call.query.get('model');
  const of = { contact: workspace.contactAttributes, company: workspace.companyAttributes };
  if (model !== null && model !== 'contact' && model !== 'company') {
    throw new Refusal(422, 'parameter_invalid', `model ${model} is not supported`);
  }
  const all = model === null ? [...of.contact, ...of.company] : of[model];
  return call.query.get('include_archived') === 'true' ? all : all.filter((one) => valueAt(one, 'archived') === false);
}
