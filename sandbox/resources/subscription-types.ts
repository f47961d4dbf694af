import { ids } from '../generate/ids.ts';
import type { Row } from '../json.ts';
import { listResource } from '../resource-kit/list-resource.ts';

const names = ['Newsletter', 'Product news', 'Événements', 'Old digest'];
const all = names.map((_, row) => subscriptionType(row));

/** The last one is archived. */
export const subscriptionTypes = listResource({
  name: 'subscription_types',
  path: '/subscription_types',
  scope: 'read_users_companies',
  rows: () => all,
});

export function subscriptionType(row: number): Row {
  const translation = { name: names[row] ?? 'Other', description: 'What is new', locale: 'en' };
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
