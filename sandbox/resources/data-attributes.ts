import { ids } from '../generate/ids.ts';
import { Refusal } from '../http/refusal.ts';
import type { Call } from '../http/route.ts';
import type { Row } from '../json.ts';
import { listRoute } from '../resource-kit/list-resource.ts';
import type { Resource } from '../resource-kit/resource.ts';
import type { Workspace } from '../workspace.ts';

const customAttributes = [
  { name: 'paid_subscriber', data_type: 'boolean' },
  { name: 'seats', data_type: 'integer' },
  { name: 'lifetime_value', data_type: 'float' },
  { name: 'renewal_date', data_type: 'date' },
  { name: 'Favourite colour', data_type: 'string', options: ['red', 'green', 'blå'] },
  { name: 'external note', data_type: 'string' },
] as const;

const standard = {
  contact: [
    ['role', 'role', 'string'],
    ['id', 'id', 'string'],
    ['name', 'name', 'string'],
    ['email', 'email', 'string'],
    ['created_at', 'created_at', 'date'],
    ['country', 'location.country', 'string'],
  ],
  company: [
    ['name', 'name', 'string'],
    ['company_id', 'company_id', 'string'],
    ['last_request_at', 'last_request_at', 'date'],
    ['name', 'plan.name', 'string'],
    ['monthly_spend', 'monthly_spend', 'float'],
    ['size', 'size', 'integer'],
  ],
} as const;

/** What contacts and companies can be described with. One archived definition has the same name as a live one. */
export const dataAttributes = {
  routes: [listRoute({ path: '/data_attributes', scope: 'read_users_companies' }, asked)],
  tables: {
    contact_attributes: { rows: (workspace) => definitionsOf('contact', workspace).filter(isLive) },
    company_attributes: { rows: (workspace) => definitionsOf('company', workspace).filter(isLive) },
  },
} satisfies Resource;

function asked({ query }: Call, workspace: Workspace): Row[] {
  const model = query.get('model');
  if (model !== null && model !== 'contact' && model !== 'company') {
    throw new Refusal(422, 'parameter_invalid', `model ${model} is not supported`);
  }
  const models: ('contact' | 'company')[] = model === null ? ['contact', 'company'] : [model];
  const all = models.flatMap((one) => definitionsOf(one, workspace));
  return query.get('include_archived') === 'true' ? all : all.filter(isLive);
}

function isLive(definition: Row): boolean {
  return definition.archived === false;
}

function definitionsOf(model: 'contact' | 'company', { createdAt: at }: Workspace): Row[] {
  const firstId = model === 'contact' ? 12_870 : 22_870;
  return [
    ...standard[model].map(([name, path, type]) => standardAttribute(model, name, path, type)),
    ...customAttributes.map((attribute, row) => custom(model, attribute, firstId + row, false, at)),
    custom(model, { name: 'seats', data_type: 'string' }, firstId - 1, true, at),
  ];
}

function standardAttribute(model: string, name: string, path: string, type: string): Row {
  return {
    type: 'data_attribute',
    model,
    name,
    full_name: path,
    label: name.replaceAll('_', ' '),
    description: `The ${name} of the ${model}`,
    data_type: type,
    api_writable: true,
    messenger_writable: false,
    ui_writable: false,
    custom: false,
    archived: false,
  };
}

function custom(
  model: string,
  attribute: { name: string; data_type: string; options?: readonly string[] },
  id: number,
  archived: boolean,
  at: number,
): Row {
  return {
    ...standardAttribute(model, attribute.name, `custom_attributes.${attribute.name}`, attribute.data_type),
    id,
    description: '',
    ...(attribute.options && { options: attribute.options }),
    ui_writable: true,
    custom: true,
    archived,
    created_at: at,
    updated_at: at,
    admin_id: ids.admin.of(0),
  };
}
