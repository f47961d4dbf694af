import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';

const notesAtMost = 1_000;

/** Which tags, companies, notes and segments a contact has: few mostly, more than ten now and then. */
class ContactLinks {
  private readonly workspace: Workspace;
  private readonly changedTags = new Map<number, readonly string[]>();
  private readonly addedNotes = new Map<number, number[]>();
  private readonly added = new Map<string, readonly string[]>();
  private readonly removed = new Map<string, readonly string[]>();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  tagIds(contact: number): readonly string[] {
    const changed = this.changedTags.get(contact);
    return changed ?? this.some('tags', contact, 0.03, 25, 4).map(ids.tag.of);
  }

  companyIds(contact: number): readonly string[] {
    const generated = this.some('companies', contact, 0.02, 75, 3).map(ids.company.of);
    return this.withChanges('companies', contact, generated);
  }

  noteIds(contact: number): readonly string[] {
    return this.noteNumbers(contact).map((note) => ids.note.of(contact * notesAtMost + note));
  }

  segmentIds(contact: number): readonly string[] {
    return this.withChanges('segments', contact, this.some('segments', contact, 0, 0, 5).map(ids.segment.of));
  }

  /** What the contact chose itself. */
  subscriptionIds(contact: number): readonly string[] {
    const dice = this.workspace.dice('subscriptions')(contact);
    return this.withChanges('subscriptions', contact, dice.several(dice.below(3), 3).map(ids.subscription.of));
  }

  /** The contact's notes as its own endpoint gives them, newest first. */
  notes(contact: number, contactCreatedAt: number): Row[] {
    return this.noteNumbers(contact).map((note) => {
      const dice = this.workspace.dice(`note ${note}`)(contact);
      const admin = dice.below(Math.max(1, this.workspace.size('admins')));
      const isAutomated = dice.chance(0.1);
      return {
        type: 'note',
        id: ids.note.of(contact * notesAtMost + note),
        created_at: contactCreatedAt + note,
        contact: { type: 'contact', id: ids.contact.of(contact) },
        ...(!isAutomated && {
          author: { type: 'admin', id: ids.admin.of(admin), email: `teammate${admin + 1}@example.com` },
        }),
        body: `<p>${dice.pick(this.workspace.words.sentences)}</p>`,
      };
    });
  }

  setTags(contact: number, tagIds: readonly string[]): void {
    this.changedTags.set(contact, tagIds);
  }

  add(list: 'companies' | 'segments' | 'subscriptions', contact: number, id: string): void {
    const key = `${list} ${contact}`;
    this.added.set(key, [...(this.added.get(key) ?? []), id]);
  }

  remove(list: 'segments' | 'subscriptions', contact: number, id: string): void {
    const key = `${list} ${contact}`;
    this.removed.set(key, [...(this.removed.get(key) ?? []), id]);
  }

  addNote(contact: number): void {
    const [newest = -1] = this.noteNumbers(contact);
    this.addedNotes.set(contact, [newest + 1, ...(this.addedNotes.get(contact) ?? [])]);
  }

  private noteNumbers(contact: number): number[] {
    const dice = this.workspace.dice('notes')(contact);
    const count = dice.chance(0.01) ? dice.between(11, 130) : dice.chance(0.25) ? dice.between(1, 3) : 0;
    const generated = Array.from({ length: count }, (_, note) => count - 1 - note);
    return [...(this.addedNotes.get(contact) ?? []), ...generated];
  }

  private withChanges(list: string, contact: number, generated: readonly string[]): readonly string[] {
    const added = this.added.get(`${list} ${contact}`) ?? [];
    const removed = this.removed.get(`${list} ${contact}`) ?? [];
    return [...new Set([...generated, ...added])].filter((id) => !removed.includes(id));
  }

  /** Row numbers of a list: below `usual` of them, and with `oddChance` between 11 and `oddMost`. */
  private some(list: string, contact: number, oddChance: number, oddMost: number, usual: number): number[] {
    const dice = this.workspace.dice(list)(contact);
    const count = dice.chance(oddChance) ? dice.between(11, oddMost) : dice.below(usual);
    return dice.several(count, this.workspace.size(list));
  }
}

export const contactLinksOf = perWorkspace((workspace) => new ContactLinks(workspace));
