import type { Route } from '../http/route.ts';
import type { Resource } from '../resource-kit/resource.ts';
import { activityLogs } from './activity-logs.ts';
import { audiences } from './audiences.ts';
import { awayStatusReasons } from './away-status-reasons.ts';
import { brands } from './brands.ts';
import { calls } from './calls/calls.ts';
import { companies, companyNotes, companySegments } from './companies/companies.ts';
import {
  contactCompanies,
  contactNotes,
  contactSegments,
  contactSubscriptions,
  contactTags,
} from './contacts/children.ts';
import { contacts } from './contacts/contacts.ts';
import { contactEvents } from './contacts/events.ts';
import { contactLinkChanges } from './contacts/link-changes.ts';
import { conversationAttributes } from './conversations/attributes.ts';
import { conversations } from './conversations/conversations.ts';
import { deletedConversations } from './conversations/deleted.ts';
import { handlingEvents } from './conversations/handling-events.ts';
import { conversationLinks } from './conversations/links.ts';
import { sideConversations } from './conversations/side-conversations.ts';
import { customObjects } from './custom-objects.ts';
import { dataAttributes } from './data-attributes.ts';
import { dataConnectorExecutions, dataConnectors } from './data-connectors.ts';
import { emails } from './emails.ts';
import { messageReceipts } from './exports/message-receipts.ts';
import { reports } from './exports/reports.ts';
import { contentImportSources, externalPages } from './knowledge/ai-content.ts';
import { articles } from './knowledge/articles.ts';
import { collections } from './knowledge/collections.ts';
import { contentSnippets } from './knowledge/content-snippets.ts';
import { helpCenters, redirects } from './knowledge/help-centers.ts';
import { internalArticles } from './knowledge/internal-articles.ts';
import { macros } from './knowledge/macros.ts';
import { me } from './me.ts';
import { newsfeedItems, newsfeeds, newsItems } from './news.ts';
import { officeHours, officeHoursExceptions } from './office-hours.ts';
import { segments } from './segments.ts';
import { subscriptionTypes } from './subscription-types.ts';
import { tags } from './tags.ts';
import { admins, teams } from './teammates.ts';
import { tickets } from './tickets/tickets.ts';
import { ticketStates, ticketTypes } from './tickets/types.ts';

const list = [
  me,
  tags,
  admins,
  teams,
  segments,
  subscriptionTypes,
  dataAttributes,
  contacts,
  contactTags,
  contactCompanies,
  contactNotes,
  contactSegments,
  contactSubscriptions,
  contactLinkChanges,
  contactEvents,
  conversations,
  conversationLinks,
  handlingEvents,
  sideConversations,
  conversationAttributes,
  deletedConversations,
  tickets,
  ticketTypes,
  ticketStates,
  companies,
  companyNotes,
  companySegments,
  activityLogs,
  calls,
  customObjects,
  awayStatusReasons,
  brands,
  emails,
  officeHours,
  officeHoursExceptions,
  audiences,
  helpCenters,
  redirects,
  collections,
  articles,
  internalArticles,
  contentSnippets,
  macros,
  contentImportSources,
  externalPages,
  newsItems,
  newsfeeds,
  newsfeedItems,
  dataConnectors,
  dataConnectorExecutions,
  messageReceipts,
  reports,
] as const;

type Listed = (typeof list)[number];
type KeysOf<R, Part extends keyof Resource> = R extends { readonly [P in Part]: infer T }
  ? Extract<keyof T, string>
  : never;
type ChangesOf<R> = R extends { changes(...args: never[]): infer C } ? C : never;
type Intersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer All) => void ? All : never;

/** A table that the sandbox can tell the whole truth about. */
export type StreamName = KeysOf<Listed, 'tables'>;

/** Kinds of rows whose number can be chosen; `partsPerConversation` is an average. */
export type SizeName = KeysOf<Listed, 'sizes'>;

/** The changes of all resources. */
export type ResourceChanges = Intersection<ChangesOf<Listed>>;

/** Everything that the sandbox has. Random changes are drawn by their order here: another order makes other changes. */
export const resources: readonly Resource[] = list;

/** Every endpoint that the sandbox answers. */
export const routes: readonly Route[] = resources.flatMap((resource) => resource.routes ?? []);

/** How many rows of each kind the demo has. */
export const demoSizes: Readonly<Record<string, number>> = Object.assign({}, ...resources.map(({ sizes }) => sizes));
