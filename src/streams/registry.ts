import { ActivityLogs } from './activity-logs.ts';
import { Admins } from './admins.ts';
import { Audiences } from './audiences.ts';
import { AwayStatusReasons } from './away-status-reasons.ts';
import { Brands } from './brands.ts';
import { CallTranscripts } from './calls/call-transcripts.ts';
import { Calls } from './calls/calls.ts';
import { Companies } from './companies/companies.ts';
import { CompanyNotes } from './companies/company-notes.ts';
import { CompanySegments } from './companies/company-segments.ts';
import { CompanyTags } from './companies/company-tags.ts';
import { ContactCompanies } from './contacts/contact-companies.ts';
import { ContactEvents } from './contacts/contact-events.ts';
import { ContactNotes } from './contacts/contact-notes.ts';
import { ContactSegments } from './contacts/contact-segments.ts';
import { ContactSubscriptions } from './contacts/contact-subscriptions.ts';
import { ContactTags } from './contacts/contact-tags.ts';
import { Contacts } from './contacts/contacts.ts';
import { ContentImportSources } from './content/content-import-sources.ts';
import { ContentSnippets } from './content/content-snippets.ts';
import { ExternalPages } from './content/external-pages.ts';
import { InternalArticles } from './content/internal-articles.ts';
import { ConversationAttributes } from './conversations/conversation-attributes.ts';
import { ConversationContacts } from './conversations/conversation-contacts.ts';
import { ConversationHandlingEvents } from './conversations/conversation-handling-events.ts';
import { ConversationParts } from './conversations/conversation-parts.ts';
import { ConversationTags } from './conversations/conversation-tags.ts';
import { ConversationTeammates } from './conversations/conversation-teammates.ts';
import { Conversations } from './conversations/conversations.ts';
import { DeletedConversations } from './conversations/deleted-conversations.ts';
import { SideConversations } from './conversations/side-conversations.ts';
import { CustomObjects } from './custom-objects.ts';
import { DataAttributes } from './data-attributes.ts';
import { DataConnectorExecutions } from './data-connector-executions.ts';
import { DataConnectors } from './data-connectors.ts';
import { Emails } from './emails.ts';
import { MessageReceipts } from './exports/message-receipts.ts';
import { Report } from './exports/report.ts';
import { Articles } from './help-center/articles.ts';
import { Collections } from './help-center/collections.ts';
import { HelpCenters } from './help-center/help-centers.ts';
import { Redirects } from './help-center/redirects.ts';
import { Macros } from './macros.ts';
import { NewsItems } from './news/news-items.ts';
import { NewsfeedItems } from './news/newsfeed-items.ts';
import { Newsfeeds } from './news/newsfeeds.ts';
import { OfficeHours } from './office-hours.ts';
import { OfficeHoursExceptions } from './office-hours-exceptions.ts';
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
  /** Ids of reporting datasets; default none. */
  readonly reportDatasets?: readonly string[];
  /** The app's, which requests for reports may need. */
  readonly clientId?: string;
}

/** All streams that a workspace has, by name. */
export function streamsOf(options: StreamOptions): readonly Stream<unknown>[] {
  const { customObjectTypes = [], reportDatasets = [], clientId } = options;
  const streams = [
    new ActivityLogs(options),
    new Admins(),
    new Articles(),
    new Audiences(),
    new AwayStatusReasons(),
    new Brands(),
    new CallTranscripts(),
    new Calls(),
    new Collections(),
    new Companies(),
    new CompanyNotes(),
    new CompanySegments(),
    new CompanyTags(),
    new ContactCompanies(),
    new ContactEvents(),
    new ContactNotes(),
    new ContactSegments(),
    new ContactSubscriptions(),
    new ContactTags(),
    new Contacts(),
    new ContentImportSources(),
    new ContentSnippets(),
    new ConversationAttributes(),
    new ConversationContacts(),
    new ConversationHandlingEvents(),
    new ConversationParts(),
    new ConversationTags(),
    new ConversationTeammates(),
    new Conversations(),
    ...customObjectTypes.map((type) => new CustomObjects(type)),
    new DataAttributes('company'),
    new DataAttributes('contact'),
    new DataConnectorExecutions(),
    new DataConnectors(),
    new DeletedConversations(),
    new Emails(),
    new ExternalPages(),
    new HelpCenters(),
    new InternalArticles(),
    new Macros(),
    new MessageReceipts(),
    new NewsItems(),
    new NewsfeedItems(),
    new Newsfeeds(),
    new OfficeHours(),
    new OfficeHoursExceptions(),
    new Redirects(),
    ...reportDatasets.map((dataset) => new Report(dataset, clientId)),
    new Segments(),
    new SideConversations(),
    new SubscriptionTypes(),
    new Tags(),
    new TeamAdmins(),
    new Teams(),
    new TicketParts(),
    new TicketStates(),
    new TicketTypeAttributes(),
    new TicketTypes(),
    new Tickets(),
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
