import { ids } from './generate/ids.ts';
import { spreadTimes } from './generate/times.ts';
import { drawWords } from './generate/words.ts';
import type { Row } from './json.ts';
import { makeActivityLogs } from './resources/activity-logs/generator.ts';
import { makeCompanies } from './resources/companies/generator.ts';
import { CompanyScroll } from './resources/companies/scroll.ts';
import { makeContacts } from './resources/contacts/generator.ts';
import { ContactLinkTable } from './resources/contacts/links.ts';
import { makeConversationAttributes } from './resources/conversations/attributes.ts';
import { makeDeletedConversations } from './resources/conversations/deleted.ts';
import { conversationTimes, makeConversations } from './resources/conversations/generator.ts';
import { ConversationParts } from './resources/conversations/parts.ts';
import { makeDataAttributes } from './resources/data-attributes.ts';
import { type Ground, makeAdmins, makeSegments, makeTags, makeTeams } from './resources/lists.ts';
import { makeSubscriptionTypes } from './resources/subscription-types.ts';
import { makeTickets } from './resources/tickets/generator.ts';
import { makeTicketStates, makeTicketTypes } from './resources/tickets/types.ts';
import type { Collection } from './search/collection.ts';
import type { Settings } from './settings.ts';

/** Everything that the workspace holds. */
export class Workspace {
  readonly settings: Settings;
  readonly ground: Ground;
  readonly tags: Row[];
  readonly admins: Row[];
  readonly teams: Row[];
  readonly segments: Row[];
  readonly contactAttributes: Row[];
  readonly companyAttributes: Row[];
  readonly contactLinks: ContactLinkTable;
  readonly contacts: Collection;
  readonly companies: Collection;
  readonly scroll: CompanyScroll;
  readonly conversations: Collection;
  readonly parts: ConversationParts;
  readonly deletedConversations: Row[];
  readonly tickets: Collection;
  readonly activityLogs: Collection;
  readonly conversationAttributes: Row[];
  readonly ticketTypes: Row[];
  readonly ticketStates: Row[];
  readonly subscriptionTypes: Row[];
  /** The times that tickets are generated with. */
  readonly ticketTimes: (row: number) => { created: number; updated: number };
  /** Times of parts added since the start, by row number of their ticket. */
  readonly addedTicketParts = new Map<number, number[]>();
  /** From the id of a contact merged since the start to the one it was merged into. */
  readonly mergedInto = new Map<string, string>();
  /** What a contact has swallowed since the start, latest first, by row number. */
  readonly merges = new Map<number, Row[]>();

  constructor(settings: Settings) {
    const { sizes, seed, spanDays } = settings;
    this.settings = settings;
    this.ground = { seed, spanDays, openedAt: settings.now(), words: drawWords(seed) };
    this.tags = makeTags(this.ground, sizes.tags);
    this.admins = makeAdmins(this.ground, sizes.admins, sizes.teams);
    this.teams = makeTeams(this.ground, sizes.teams, sizes.admins);
    this.segments = makeSegments(this.ground, sizes.segments);
    this.contactAttributes = makeDataAttributes('contact', this.createdAt);
    this.companyAttributes = makeDataAttributes('company', this.createdAt);
    this.contactLinks = new ContactLinkTable(this.ground, sizes);
    this.contacts = makeContacts(this.ground, sizes.contacts, this.contactLinks);
    this.companies = makeCompanies(this.ground, sizes.companies, {
      segments: (rows) => this.segments.filter((_, row) => rows.includes(row)),
      tags: (rows) => this.tags.filter((_, row) => rows.includes(row)),
      segmentCount: sizes.segments,
      tagCount: sizes.tags,
      author: (dice) => ({ type: 'admin', id: ids.admin.of(dice.below(Math.max(1, sizes.admins))) }),
    });
    this.scroll = new CompanyScroll(settings, this.companies);
    const times = conversationTimes(this.ground);
    this.parts = new ConversationParts(this.ground, { ...sizes, parts: sizes.partsPerConversation }, (row) =>
      row < sizes.conversations ? times(row) : undefined,
    );
    this.conversations = makeConversations(this.ground, sizes.conversations, {
      ...sizes,
      tags: this.tags,
      partCount: (row) => this.parts.count(row),
    });
    this.deletedConversations = makeDeletedConversations(this.ground, sizes.deleted_conversations);
    this.ticketTimes = spreadTimes(seed, 'tickets', this.ground.openedAt, spanDays);
    this.tickets = makeTickets(this.ground, sizes.tickets, { ...sizes, workspaceCreatedAt: this.createdAt });
    this.activityLogs = makeActivityLogs(this.ground, sizes.activity_logs, sizes.admins);
    this.conversationAttributes = makeConversationAttributes(this.createdAt);
    this.ticketTypes = makeTicketTypes(this.createdAt);
    this.ticketStates = makeTicketStates();
    this.subscriptionTypes = makeSubscriptionTypes();
  }

  /** Unix seconds, whole. */
  get now(): number {
    return Math.floor(this.settings.now());
  }

  /** What changed after this second isn't known to search yet. */
  get indexedUntil(): number {
    const { searchLagSeconds } = this.settings;
    return searchLagSeconds > 0 ? this.settings.now() - searchLagSeconds : Number.POSITIVE_INFINITY;
  }

  /** When the workspace was made: nothing in it is older. */
  get createdAt(): number {
    return Math.floor(this.ground.openedAt) - this.ground.spanDays * 86_400 - 86_400;
  }
}
