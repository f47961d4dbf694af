import type { Dice } from '../../generate/dice.ts';
import { decimalIds, ids } from '../../generate/ids.ts';
import { spreadTimes, type Times } from '../../generate/times.ts';
import type { Row } from '../../json.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { anyAdminId } from '../teammates.ts';
import { adminAuthor, botAuthor, contactAuthor, openingOf } from './opening.ts';

const partsAtMost = 10_000;
const partIds = decimalIds(24_000_000_000);
const partTypes = [
  ...(['comment', 'comment', 'comment', 'note', 'assignment', 'close', 'open', 'snoozed'] as const),
  ...(['conversation_attribute_updated_by_admin', 'custom_action_started', 'quick_reply'] as const),
] as const;
type PartType = (typeof partTypes)[number];
const stateByType: Readonly<Partial<Record<PartType, string>>> = { close: 'closed', snoozed: 'snoozed' };
const wordless = new Set<PartType>([
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
    const { partBodyBytes } = this.workspace.settings;
    const parts = this.newest(conversation);
    return partBodyBytes > 0 ? withLongBodies(parts, partBodyBytes) : parts;
  }

  /** The same with bodies of the usual length. */
  newest(conversation: number): Row[] {
    const { partsCap } = this.workspace.settings;
    const count = this.count(conversation);
    const first = Math.max(0, count - partsCap);
    return Array.from({ length: count - first }, (_, position) => this.part(conversation, first + position));
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
    const type = this.typeOf(conversation, position, dice);
    const isRedacted = dice.chance(0.01);
    const author = this.author(conversation, type, dice);
    return {
      type: 'conversation_part',
      id: partIds.of(conversation * partsAtMost + position),
      part_type: type,
      body: wordless.has(type) || isRedacted ? null : this.body(type, author.type, dice),
      created_at: at,
      updated_at: dice.chance(0.02) ? null : at,
      notified_at: at,
      assigned_to: type === 'assignment' ? { type: 'admin', id: anyAdminId(dice, this.workspace) } : null,
      author,
      attachments: dice.chance(0.03) ? [attachment(conversation, position)] : [],
      external_id: null,
      redacted: isRedacted,
      email_message_metadata: dice.maybe(0.05, { subject: 'Re: hello', email_address_headers: [] }),
      metadata: dice.maybe(0.02, {}),
      state: stateByType[type] ?? 'open',
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

  /** What was added is a comment; more than half of the others end with a close. */
  private typeOf(conversation: number, position: number, dice: Dice): PartType {
    const generated = this.generated(conversation);
    if (position >= generated) return 'comment';
    const isClosed = this.workspace.dice('conversation ends')(conversation).chance(0.6);
    return isClosed && position === generated - 1 ? 'close' : dice.pick(partTypes);
  }

  /** Contacts write; whatever else happens is done by a teammate or by Fin. */
  private author(conversation: number, type: PartType, dice: Dice) {
    const isComment = type === 'comment';
    if (type === 'quick_reply' || (isComment && dice.chance(0.45))) {
      return contactAuthor(openingOf(this.workspace, conversation).contact);
    }
    const admins = this.workspace.size('admins');
    if (admins === 0 || dice.chance(isComment ? 0.2 : 0.3)) return botAuthor(isComment);
    return adminAuthor(dice.below(admins));
  }

  /** Teammates send a link to an article now and then. */
  private body(type: PartType, author: string, dice: Dice): string {
    const words = dice.pick(this.workspace.words.paragraphs);
    const articles = this.workspace.size('articles');
    if (type !== 'comment' || author !== 'admin' || articles === 0 || !dice.chance(0.15)) return `<p>${words}</p>`;
    const url = `https://intercom.example.com/help-1/en/articles/${ids.article.of(dice.below(articles))}`;
    return `<p>${words}</p><p><a href="${url}">How to</a></p>`;
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
