import { notFound, Refusal } from '../../http/refusal.ts';
import { collectionParent } from '../../resource-kit/parent.ts';
import { survivorOf } from './merges.ts';
import { contactsOf } from './rows.ts';

/** A merged contact is 410 and a pointer to the one it lives on as; any other unknown id is 404. */
export const contact = collectionParent('contact_id', contactsOf, (call, workspace) => {
  const survivor = survivorOf(workspace, call.params.id ?? '');
  if (survivor === undefined) return notFound('User');
  return new Refusal(410, 'contact_merged', 'This contact has been merged', {
    Link: `<${call.origin}/contacts/${survivor}>; rel="canonical"`,
  });
});
