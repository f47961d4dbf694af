import type { Body } from '../../intercom/api.ts';
import { digestOf } from '../../rows/digest.ts';
import { contactEventSchema } from '../../schemas/contact-event.ts';
import { ChildListStream, parentFrom } from '../child-stream.ts';
import { contactParents } from './walk.ts';

export class ContactEvents extends ChildListStream {
  readonly name = 'contact_events';
  readonly description = 'An event of a contact in the last 90 days; all of each contact that has changed.';
  readonly source = 'a call per changed contact, and one more for each 50 events';
  readonly schema = contactEventSchema;
  readonly list = {
    ...contactParents,
    path: () => '/events',
    query: (id: string) => ({ type: 'user', intercom_user_id: id }),
    recordsAt: 'events',
    perPage: 50,
  };
  override readonly parent = parentFrom('contacts', 'contact');
  override readonly callPer = 'contact';
  /** Intercom tells events of the same name and second apart by their metadata. */
  override readonly primaryKey = ['contact_id', 'event_name', 'created_at', 'metadata_hash'];
  override readonly cursorField = this.parent.changedAt;
  override readonly derived = { metadata_hash: ({ metadata }: Body) => digestOf(metadata ?? {}) };
}
