import { Dice, seedOf } from '../../generate/dice.ts';
import { decimalIds, ids } from '../../generate/ids.ts';
import type { Row } from '../../json.ts';
import type { Ground } from '../lists.ts';

const partsAtMost = 10_000;
const partIds = decimalIds(24_000_000_000);
const partTypes = [
  ...(['comment', 'comment', 'comment', 'note', 'assignment', 'close', 'open', 'snoozed'] as const),
  ...(['conversation_attribute_updated_by_admin', 'custom_action_started', 'quick_reply'] as const),
] as const;
const wordless = new Set([
  'close',
  'open',
  'snoozed',
  'conversation_attribute_updated_by_admin',
  'custom_action_started',
]);

export interface PartSizes {
  /** Average number of parts of a conversation. */
  readonly parts: number;
  readonly contacts: number;
  readonly admins: number;
}

/** The parts of conversations: none to a few dozen, and once in a while more than the API gives. */
export class ConversationParts {
  private readonly ground: Ground;
  private readonly sizes: PartSizes;
  private readonly times: (row: number) => { created: number; updated: number } | undefined;
  private readonly added = new Map<number, number[]>();

  /** `times` are those with which a conversation was generated; undefined for one that was added later. */
  constructor(
    ground: Ground,
    sizes: PartSizes,
    times: (row: number) => { created: number; updated: number } | undefined,
  ) {
    this.ground = ground;
    this.sizes = sizes;
    this.times = times;
  }

  /** How many parts there are, those beyond the API's reach included. */
  count(conversation: number): number {
    return this.generated(conversation) + (this.added.get(conversation)?.length ?? 0);
  }

  /** The newest parts, `most` at most, oldest first. */
  newest(conversation: number, most: number): Row[] {
    const count = this.count(conversation);
    const first = Math.max(0, count - most);
    return Array.from({ length: count - first }, (_, position) => this.part(conversation, first + position));
  }

  add(conversation: number, at: number): void {
    this.added.set(conversation, [...(this.added.get(conversation) ?? []), at]);
  }

  private generated(conversation: number): number {
    if (!this.times(conversation)) return 0;
    const dice = new Dice(seedOf(this.ground.seed, 'part counts'), conversation);
    if (conversation === 7 || dice.chance(0.001)) return dice.between(501, 620);
    if (dice.chance(0.1)) return 0;
    if (dice.chance(0.02)) return dice.between(30, 80);
    return dice.below(Math.round(this.sizes.parts * 2) + 1);
  }

  private part(conversation: number, position: number): Row {
    const dice = new Dice(seedOf(this.ground.seed, `part ${position}`), conversation);
    const at = this.timeOf(conversation, position);
    const type = position >= this.generated(conversation) ? 'comment' : dice.pick(partTypes);
    const isRedacted = dice.chance(0.01);
    return {
      type: 'conversation_part',
      id: partIds.of(conversation * partsAtMost + position),
      part_type: type,
      body: wordless.has(type) || isRedacted ? null : `<p>${dice.pick(this.ground.words.paragraphs)}</p>`,
      created_at: at,
      updated_at: dice.chance(0.02) ? null : at,
      notified_at: at,
      assigned_to: type === 'assignment' ? { type: 'admin', id: ids.admin.of(0) } : null,
      author: this.author(dice),
      attachments: dice.chance(0.03) ? [attachment(conversation, position)] : [],
      external_id: null,
      redacted: isRedacted,
      email_message_metadata: dice.maybe(0.05, { subject: 'Re: hello', email_address_headers: [] }),
      metadata: dice.maybe(0.02, {}),
      state: dice.pick(['open', 'closed', 'snoozed']),
      tags: dice.chance(0.02) ? null : [],
      event_details: type === 'custom_action_started' ? { action: { name: 'Create an issue' } } : null,
      app_package_code: dice.maybe(0.02, 'test-integration'),
    };
  }

  /** Generated parts are spread up to the conversation's last change; the last one made it. */
  private timeOf(conversation: number, position: number): number {
    const generated = this.generated(conversation);
    const added = this.added.get(conversation)?.[position - generated];
    const times = this.times(conversation);
    if (added !== undefined || !times) return added ?? 0;
    return times.created + Math.floor(((times.updated - times.created) * (position + 1)) / generated);
  }

  private author(dice: Dice): Row {
    if (dice.chance(0.1)) return { type: 'bot', id: '278', name: 'Fin', email: 'operator@example.com' };
    if (dice.chance(0.5) && this.sizes.admins > 0) {
      const admin = dice.below(this.sizes.admins);
      return { type: 'admin', id: ids.admin.of(admin), name: 'Teammate', email: `teammate${admin + 1}@example.com` };
    }
    const contact = dice.below(Math.max(1, this.sizes.contacts));
    return { type: 'user', id: ids.contact.of(contact), name: null, email: `person${contact + 1}@example.com` };
  }
}

function attachment(conversation: number, position: number): Row {
  return {
    type: 'upload',
    name: `bild-${position}.png`,
    url: `https://files.example.com/${conversation}/${position}?signature=abc`,
    content_type: 'image/png',
    filesize: 4_096,
    width: 100,
    height: 100,
  };
}
