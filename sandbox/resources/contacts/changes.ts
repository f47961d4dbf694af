import type { Row } from '../../json.ts';
import type { Workspace } from '../../workspace.ts';
import { contactLinksOf } from './links.ts';
import { noteMerge } from './merges.ts';
import { contactsOf } from './rows.ts';

export function contactChanges(workspace: Workspace) {
  const contacts = contactsOf(workspace);
  const links = contactLinksOf(workspace);
  const join = (list: 'companies' | 'segments' | 'subscriptions', contactId: string, id: string, at: number) => {
    const row = contacts.known(contactId);
    links.add(list, row, id);
    contacts.touch(row, at);
  };
  const leave = (list: 'segments' | 'subscriptions', contactId: string, id: string, at: number) => {
    const row = contacts.known(contactId);
    links.remove(list, row, id);
    contacts.touch(row, at);
  };
  return {
    touchContact(id: string, at: number = workspace.now, patch: Row = {}): void {
      contacts.touch(contacts.known(id), at, { last_seen_at: at, ...patch });
    },

    /** Returns the new contact's id. */
    addContact(at: number = workspace.now, patch: Row = {}): string {
      return contacts.idOf(contacts.add(at, patch));
    },

    deleteContact(id: string): void {
      contacts.remove(contacts.known(id));
    },

    /** `from` disappears, and `into` gets a line in its merge history. */
    mergeContacts(from: string, into: string, at: number = workspace.now): void {
      const gone = contacts.known(from);
      const survivor = contacts.known(into);
      const role = String(contacts.get(gone).role);
      contacts.remove(gone);
      noteMerge(workspace, { id: from, role }, survivor, at);
      contacts.touch(survivor, at);
    },

    tagContact(id: string, tagId: string, at: number = workspace.now): void {
      const row = contacts.known(id);
      links.setTags(row, [...new Set([...links.tagIds(row), tagId])]);
      contacts.touch(row, at);
    },

    untagContact(id: string, tagId: string, at: number = workspace.now): void {
      const row = contacts.known(id);
      const rest = links.tagIds(row).filter((tag) => tag !== tagId);
      links.setTags(row, rest);
      contacts.touch(row, at);
    },

    addNote(contactId: string, at: number = workspace.now): void {
      const row = contacts.known(contactId);
      links.addNote(row);
      contacts.touch(row, at);
    },

    attachCompany(contactId: string, companyId: string, at: number = workspace.now): void {
      join('companies', contactId, companyId, at);
    },

    joinSegment(contactId: string, segmentId: string, at: number = workspace.now): void {
      join('segments', contactId, segmentId, at);
    },

    leaveSegment(contactId: string, segmentId: string, at: number = workspace.now): void {
      leave('segments', contactId, segmentId, at);
    },

    unsubscribeContact(contactId: string, subscriptionTypeId: string, at: number = workspace.now): void {
      leave('subscriptions', contactId, subscriptionTypeId, at);
    },

    subscribeContact(contactId: string, subscriptionTypeId: string, at: number = workspace.now): void {
      join('subscriptions', contactId, subscriptionTypeId, at);
    },
  };
}
