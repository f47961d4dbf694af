import { ids } from '../generate/ids.ts';
import type { Row } from '../json.ts';
import { knownRow } from '../resource-kit/list-changes.ts';
import { listResource } from '../resource-kit/list-resource.ts';

const names = ['Newsletter', 'Product news', 'Événements', 'Old digest'];
const all = names.map(subscriptionType);

export const subscriptionTypeCount = all.length;

/** The last one is archived. */
export const subscriptionTypes = listResource({
  name: 'subscription_types',
  path: '/subscription_types',
  scope: 'read_users_companies',
  rows: () => all,
});

/** The type of that id, which must be there. */
export function subscriptionTypeOf(id: string): Row {
  return knownRow(all, id);
}

function subscriptionType(name: string, row: number): Row {
  const translation = { name, description: 'What is new', locale: 'en' };
  return {
    type: 'subscription',
    id: ids.subscription.of(row),
    state: row === names.length - 1 ? 'archived' : 'live',
    consent_type: row % 2 === 0 ? 'opt_out' : 'opt_in',
    default_translation: translation,
    translations: [translation],
    content_types: row === 1 ? ['email', 'sms_message'] : ['email'],
  };
}
