import { ActivityLogs } from './activity-logs.ts';
import { Admins } from './admins.ts';
import { Audiences } from './audiences.ts';
import { AwayStatusReasons } from './away-status-reasons.ts';
import { Brands } from './brands.ts';
import { Calls } from './calls.ts';
import { Companies } from './companies/companies.ts';
import { CompanyNotes } from './companies/company-notes.ts';
import { CompanySegments } from './companies/company-segments.ts';
import { CompanyTags } from './companies/company-tags.ts';
import { ContactCompanies } from './contacts/contact-companies.ts';
import { ContactTags } from './contacts/contact-tags.ts';
import { Contacts } from './contacts/contacts.ts';
import { ContentImportSources } from './content/content-import-sources.ts';
import { ContentSnippets } from './content/content-snippets.ts';
import { ExternalPages } from './content/external-pages.ts';
import { InternalArticles } from './content/internal-articles.ts';
import { ConversationAttributes } from './conversations/conversation-attributes.ts';
import { ConversationContacts } from './conversations/conversation-contacts.ts';
import { ConversationParts } from './conversations/conversation-parts.ts';
import { ConversationTags } from './conversations/conversation-tags.ts';
import { ConversationTeammates } from './conversations/conversation-teammates.ts';
import { Conversations } from './conversations/conversations.ts';
import { DeletedConversations } from './conversations/deleted-conversations.ts';
import { CustomObjects } from './custom-objects.ts';
import { DataAttributes } from './data-attributes.ts';
import { DataConnectors } from './data-connectors.ts';
import { Emails } from './emails.ts';
import { Articles } from './help-center/articles.ts';
import { Collections } from './help-center/collections.ts';
import { HelpCenters } from './help-center/help-centers.ts';
import { Macros } from './macros.ts';
import { NewsItems } from './news/news-items.ts';
import { Newsfeeds } from './news/newsfeeds.ts';
import { OfficeHours } from './office-hours.ts';
import { Segments } from './segments.ts';
import type { Stream } from './stream.ts';
import { SubscriptionTypes } from './subscription-types.ts';
import { Tags } from './tags.ts';
import { TeamAdmins } from './team-admins.ts';
import { Teams } from './teams.ts';
import { TicketParts } from './tickets/ticket-parts.ts';
import { TicketStates } from './tickets/ticket-states.ts';
import { TicketTypeAttributes } from './tickets/ticket-type-attributes.ts';
import { TicketTypes } from './tickets/ticket-types.ts';
import { Tickets } from './tickets/tickets.ts';

/** What of the configuration and the workspace decides which streams there are, and how they are read. */
export interface StreamOptions {
  readonly activityLogsTimeStepDays: number;
  /** Identifiers of types of custom objects; default none. */
  readonly customObjectTypes?: readonly string[];
}

/** All streams that a workspace has, by name. */
export function streamsOf(options: StreamOptions): readonly Stream<unknown>[] {
  const { customObjectTypes = [] } = options;
  const streams = [
    new ActivityLogs(options),
    new Admins(),
    new Companies(),
    new DataAttributes('company'),
    new CompanySegments(),
    new DataAttributes('contact'),
    new Contacts(),
    new ConversationParts(),
    new Conversations(),
    new Segments(),
    new Tags(),
    new Teams(),
    new Tickets(),

    new Articles(),
    new Audiences(),
    new AwayStatusReasons(),
    new Brands(),
    new Calls(),
    new Collections(),
    new ContentImportSources(),
    new ContentSnippets(),
    new ConversationAttributes(),
    new DataConnectors(),
    new DeletedConversations(),
    new Emails(),
    new ExternalPages(),
    new HelpCenters(),
    new InternalArticles(),
    new Macros(),
    new NewsItems(),
    new Newsfeeds(),
    new OfficeHours(),
    new SubscriptionTypes(),
    new TicketStates(),
    new TicketTypes(),
    ...customObjectTypes.map((type) => new CustomObjects(type)),
    new CompanyNotes(),
    new CompanyTags(),
    new ContactCompanies(),
    new ContactTags(),
    new ConversationContacts(),
    new ConversationTags(),
    new ConversationTeammates(),
    new TeamAdmins(),
    new TicketParts(),
    new TicketTypeAttributes(),
  ];
  return streams.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** True when the start date bounds a stream of `streams`: by its own records, or by those of its parent. */
export function isBoundedByStartDate(
  { isBounded, parent }: Stream<unknown>,
  streams: readonly Stream<unknown>[],
): boolean {
  const above = streams.find(({ name }) => name === parent?.stream);
  return above === undefined ? isBounded : isBoundedByStartDate(above, streams);
}
