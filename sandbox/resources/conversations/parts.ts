import type { Dice } from '../../generate/dice.ts';
import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes, type Times } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';

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

/** The parts of conversations: none to a few dozen, and once in a while more than the API gives. */
class ConversationParts {
  private readonly workspace: Workspace;
  private readonly times: (row: number) => Times;
  private readonly added = new Map<number, number[]>();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
    this.times = spreadTimes(workspace, 'conversations');
  }

  /** How many parts there are, those beyond the API's reach included. */
  count(conversation: number): number {
    return this.generated(conversation) + (this.added.get(conversation)?.length ?? 0);
  }

  /** The parts that the API gives: the newest ones, oldest first. */
  given(conversation: number): Row[] {
    const { partsCap, partBodyBytes } = this.workspace.settings;
    const count = this.count(conversation);
    const first = Math.max(0, count - partsCap);
    const parts = Array.from({ length: count - first }, (_, position) => this.part(conversation, first + position));
    return partBodyBytes > 0 ? withLongBodies(parts, partBodyBytes) : parts;
  }

  add(conversation: number, at: number): void {
    this.added.set(conversation, [...(this.added.get(conversation) ?? []), at]);
  }

  private isGenerated(conversation: number): boolean {
    return conversation < this.workspace.size('conversations');
  }

  private generated(conversation: number): number {
    if (!this.isGenerated(conversation)) return 0;
    const dice = this.workspace.dice('part counts')(conversation);
    if (conversation === 7 || dice.chance(0.001)) return dice.between(501, 620);
    if (dice.chance(0.1)) return 0;
    if (dice.chance(0.02)) return dice.between(30, 80);
    return dice.below(Math.round(this.workspace.size('partsPerConversation') * 2) + 1);
  }

  private part(conversation: number, position: number): Row {
    const dice = this.workspace.dice(`part ${position}`)(conversation);
    const at = this.timeOf(conversation, position);
    const type = position >= this.generated(conversation) ? 'comment' : dice.pick(partTypes);
    const isRedacted = dice.chance(0.01);
    return {
      type: 'conversation_part',
      id: partIds.of(conversation * partsAtMost + position),
      part_type: type,
      body: wordless.has(type) || isRedacted ? null : `<p>${dice.pick(this.workspace.words.paragraphs)}</p>`,
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
    if (added !== undefined || !this.isGenerated(conversation)) return added ?? 0;
    const times = this.times(conversation);
    return times.created + Math.floor(((times.updated - times.created) * (position + 1)) / generated);
  }

  private author(dice: Dice): Row {
    if (dice.chance(0.1)) return { type: 'bot', id: '278', name: 'Fin', email: 'operator@example.com' };
    const admins = this.workspace.size('admins');
    if (dice.chance(0.5) && admins > 0) {
      const admin = dice.below(admins);
      return { type: 'admin', id: ids.admin.of(admin), name: 'Teammate', email: `teammate${admin + 1}@example.com` };
    }
    const contact = dice.below(Math.max(1, this.workspace.size('contacts')));
    return { type: 'user', id: ids.contact.of(contact), name: null, email: `person${contact + 1}@example.com` };
  }
}

export const partsOf = perWorkspace((workspace) => new ConversationParts(workspace));

/** Repeats the bodies until they have about `bytes` together; parts without a body stay without. */
function withLongBodies(parts: readonly Row[], bytes: number): Row[] {
  const share = bytes / parts.filter(({ body }) => typeof body === 'string').length;
  return parts.map((part) => {
    if (typeof part.body !== 'string') return part;
    return { ...part, body: part.body.repeat(Math.ceil(share / Buffer.byteLength(part.body))) };
  });
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
