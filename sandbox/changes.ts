import { mergeEntry } from './contact-records.ts';
import { ids } from './generate/ids.ts';
import type { Row } from './json.ts';
import type { Workspace } from './workspace.ts';

/** Writes to the workspace, as its users would make them. Each takes effect at once, at second `at` (default: now). */
export class Changes {
  private readonly workspace: Workspace;

  constructor(workspace: Workspace) {
    this.workspace = workspace;
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
