import { ids } from '../generate/ids.ts';
import type { Row } from '../json.ts';
import { mergeEntry } from '../resources/contacts/records.ts';
import type { Workspace } from '../workspace.ts';
import { type Changed, changeAtRandom } from './random-changes.ts';

/** Writes to the workspace, as its users would make them. Each takes effect at once, at second `at` (default: now). */
export class Changes {
  private readonly workspace: Workspace;
  private rounds = 0;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** Touches `count` random rows of all kinds and adds some; tells the ids of what changed, by stream. */
  random(count: number): Changed {
    return changeAtRandom(this.workspace, this, count, this.rounds++);
  }

  touchContact(id: string, at: number = this.workspace.now, patch: Row = {}): void {
    const { contacts } = this.workspace;
    contacts.touch(required(contacts.find(id), id), at, { last_seen_at: at, ...patch });
  }

  /** Returns the new contact's id. */
  addContact(at: number = this.workspace.now, patch: Row = {}): string {
    const { contacts } = this.workspace;
    return contacts.idOf(contacts.add(at, patch));
  }

  deleteContact(id: string): void {
    const { contacts } = this.workspace;
    contacts.remove(required(contacts.find(id), id));
  }

  /** `from` disappears, and `into` gets a line in its merge history. */
  mergeContacts(from: string, into: string, at: number = this.workspace.now): void {
    const { contacts, merges, mergedInto } = this.workspace;
    const gone = required(contacts.find(from), from);
    const survivor = required(contacts.find(into), into);
    const role = String(contacts.get(gone).role);
    contacts.remove(gone);
    mergedInto.set(from, into);
    merges.set(survivor, [mergeEntry(from, at, role), ...(merges.get(survivor) ?? [])]);
    contacts.touch(survivor, at);
  }

  tagContact(id: string, tagId: string, at: number = this.workspace.now): void {
    const row = required(this.workspace.contacts.find(id), id);
    const { contactLinks } = this.workspace;
    contactLinks.setTags(row, [...new Set([...contactLinks.tagIds(row), tagId])]);
    this.workspace.contacts.touch(row, at);
  }

  untagContact(id: string, tagId: string, at: number = this.workspace.now): void {
    const row = required(this.workspace.contacts.find(id), id);
    const { contactLinks } = this.workspace;
    contactLinks.setTags(
      row,
      contactLinks.tagIds(row).filter((tag) => tag !== tagId),
    );
    this.workspace.contacts.touch(row, at);
  }

  addNote(contactId: string, at: number = this.workspace.now): void {
    const row = required(this.workspace.contacts.find(contactId), contactId);
    this.workspace.contactLinks.addNote(row);
    this.workspace.contacts.touch(row, at);
  }

  /** Returns the new tag's id. */
  addTag(name = 'new tag'): string {
    const { tags } = this.workspace;
    const id = ids.tag.of(tags.length);
    tags.push({ type: 'tag', id, name });
    return id;
  }

  /** Adds a part to the conversation, which moves its `updated_at`. */
  touchConversation(id: string, at: number = this.workspace.now, patch: Row = {}): void {
    const { conversations, parts } = this.workspace;
    const row = required(conversations.find(id), id);
    parts.add(row, at);
    conversations.touch(row, at, patch);
  }

  /** Returns the new conversation's id; it has one part. */
  addConversation(at: number = this.workspace.now, patch: Row = {}): string {
    const { conversations, parts } = this.workspace;
    const row = conversations.add(at, patch);
    parts.add(row, at);
    return conversations.idOf(row);
  }

  /** The conversation is gone from everywhere but the list of deleted ones. */
  deleteConversation(id: string, at: number = this.workspace.now): void {
    const { conversations, deletedConversations } = this.workspace;
    conversations.remove(required(conversations.find(id), id));
    deletedConversations.push({ type: 'conversation', id, metrics_retained: true, deleted_at: at });
  }

  /** Adds a part to the ticket, which moves its `updated_at`. */
  touchTicket(id: string, at: number = this.workspace.now, patch: Row = {}): void {
    const { tickets, addedTicketParts } = this.workspace;
    const row = required(tickets.find(id), id);
    addedTicketParts.set(row, [...(addedTicketParts.get(row) ?? []), at]);
    tickets.touch(row, at, patch);
  }

  /** Returns the new ticket's id. */
  addTicket(at: number = this.workspace.now, patch: Row = {}): string {
    const { tickets } = this.workspace;
    return tickets.idOf(tickets.add(at, patch));
  }

  /** Returns the new log's id. */
  addActivityLog(at: number = this.workspace.now): string {
    const { activityLogs } = this.workspace;
    return activityLogs.idOf(activityLogs.add(at));
  }

  touchSegment(id: string, at: number = this.workspace.now): void {
    const segment = this.workspace.segments.find((one) => one.id === id);
    if (!segment) throw new Error(`There is no ${id} in the sandbox`);
    segment.updated_at = at;
  }

  touchCompany(id: string, at: number = this.workspace.now, patch: Row = {}): void {
    const { companies } = this.workspace;
    companies.touch(required(companies.find(id), id), at, patch);
  }

  addCompany(at: number = this.workspace.now, patch: Row = {}): string {
    const { companies } = this.workspace;
    return companies.idOf(companies.add(at, patch));
  }

  deleteCompany(id: string): void {
    const { companies } = this.workspace;
    companies.remove(required(companies.find(id), id));
  }
}

function required(row: number | undefined, id: string): number {
  if (row === undefined) throw new Error(`There is no ${id} in the sandbox`);
  return row;
}
