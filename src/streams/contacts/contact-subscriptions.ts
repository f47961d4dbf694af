import { contactSubscriptionSchema } from '../../schemas/subscription-type.ts';
import { ChildListStream, parentFrom } from '../child-stream.ts';
import { contactParents } from './walk.ts';

export class ContactSubscriptions extends ChildListStream {
  readonly name = 'contact_subscriptions';
  readonly description =
    'A kind of message that a contact has chosen to get or not to get; all of each contact that has changed.';
  readonly source = 'a call per changed contact';
  readonly schema = contactSubscriptionSchema;
  readonly list = { ...contactParents, path: (id: string) => `/contacts/${id}/subscriptions`, recordsAt: 'data' };
  override readonly parent = parentFrom('contacts', 'contact');
  override readonly callPer = 'contact';
  override readonly primaryKey = ['contact_id', 'id'];
  override readonly cursorField = this.parent.changedAt;
  override readonly isLink = true;
}
