import { Dice, seedOf } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import type { Ground } from '../lists.ts';

export interface LinkSizes {
  readonly tags: number;
  readonly companies: number;
  readonly segments: number;
  readonly admins: number;
}

const notesAtMost = 1_000;

/** Which tags, companies, notes, segments and subscriptions a contact has: few mostly, more than ten now and then. */
export class ContactLinkTable {
  readonly adminCount: number;
  private readonly ground: Ground;
  private readonly sizes: LinkSizes;
  private readonly changedTags = new Map<number, readonly string[]>();
  private readonly changedCompanies = new Map<number, readonly string[]>();
  private readonly addedNotes = new Map<number, number[]>();

  constructor(ground: Ground, sizes: LinkSizes) {
    this.ground = ground;
    this.sizes = sizes;
    this.adminCount = sizes.admins;
  }

  tagIds(contact: number): readonly string[] {
    const changed = this.changedTags.get(contact);
    return changed ?? this.dice('tags', contact, 0.03, 25, 4, this.sizes.tags).map(ids.tag.of);
  }

  companyIds(contact: number): readonly string[] {
    const changed = this.changedCompanies.get(contact);
    return changed ?? this.dice('companies', contact, 0.02, 75, 3, this.sizes.companies).map(ids.company.of);
  }

  noteIds(contact: number): readonly string[] {
    return this.noteNumbers(contact).map((note) => ids.note.of(contact * notesAtMost + note));
  }

  segmentIds(contact: number): readonly string[] {
    return this.dice('segments', contact, 0, 0, 5, this.sizes.segments).map(ids.segment.of);
  }

  /** The contact's notes as its own endpoint gives them, newest first. */
  notes(contact: number, contactCreatedAt: number): Row[] {
    return this.noteNumbers(contact).map((note) => {
      const dice = new Dice(seedOf(this.ground.seed, `note ${note}`), contact);
      const admin = dice.below(Math.max(1, this.sizes.admins));
      const isAutomated = dice.chance(0.1);
      return {
        type: 'note',
        id: ids.note.of(contact * notesAtMost + note),
        created_at: contactCreatedAt + note,
        contact: { type: 'contact', id: ids.contact.of(contact) },
        ...(!isAutomated && {
          author: { type: 'admin', id: ids.admin.of(admin), email: `teammate${admin + 1}@example.com` },
        }),
        body: `<p>${dice.pick(this.ground.words.sentences)}</p>`,
      };
    });
  }

  setTags(contact: number, tagIds: readonly string[]): void {
    this.changedTags.set(contact, tagIds);
  }

  setCompanies(contact: number, companyIds: readonly string[]): void {
    this.changedCompanies.set(contact, companyIds);
  }

  addNote(contact: number): void {
    const [newest = -1] = this.noteNumbers(contact);
    this.addedNotes.set(contact, [newest + 1, ...(this.addedNotes.get(contact) ?? [])]);
  }

  private noteNumbers(contact: number): number[] {
    const dice = new Dice(seedOf(this.ground.seed, 'notes'), contact);
    const count = dice.chance(0.01) ? dice.between(11, 130) : dice.chance(0.25) ? dice.between(1, 3) : 0;
    const generated = Array.from({ length: count }, (_, note) => count - 1 - note);
    return [...(this.addedNotes.get(contact) ?? []), ...generated];
  }

  private dice(kind: string, contact: number, oddChance: number, oddMost: number, usual: number, of: number): number[] {
    const dice = new Dice(seedOf(this.ground.seed, kind), contact);
    return dice.several(dice.chance(oddChance) ? dice.between(11, oddMost) : dice.below(usual), of);
  }
}
