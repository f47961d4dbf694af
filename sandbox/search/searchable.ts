import { valueAt } from '../json.ts';
import type { Settings } from '../settings.ts';
import type { Collection } from './collection.ts';
import type { FieldKind, FilterRules } from './filters.ts';

const contactDates = [
  ...['created_at', 'updated_at', 'signed_up_at', 'last_seen_at', 'last_contacted_at', 'last_replied_at'],
  ...['last_email_opened_at', 'last_email_clicked_at', 'android_last_seen_at', 'ios_last_seen_at'],
];
const contactTexts = [
  ...['id', 'role', 'name', 'avatar', 'owner_id', 'email', 'email_domain', 'phone', 'external_id', 'language_override'],
  ...['browser', 'browser_language', 'os', 'location.country', 'location.region', 'location.city'],
  ...['has_hard_bounced', 'marked_email_as_spam', 'unsubscribed_from_emails'],
];
const conversationTexts = [
  'id',
  'title',
  'open',
  'read',
  'state',
  'priority',
  'source.type',
  'source.body',
  'source.author.id',
];
const conversationNumbers = ['admin_assignee_id', 'team_assignee_id', 'conversation_rating.rating'];
const ticketTexts = ['id', 'title', 'description', 'category', 'ticket_type_id', 'state', 'open', 'admin_assignee_id'];

/** Which contact fields search knows and how it compares them: dates by whole days, all else by value. */
export function contactRules(
  settings: Settings,
  contacts: Collection,
  links: { tagIds(row: number): readonly string[]; segmentIds(row: number): readonly string[] },
): FilterRules {
  const dateKind = settings.contactDayRule === 'seconds' ? 'second' : 'day';
  return {
    ...valuesOf(contacts, (row, field) => {
      if (field === 'tag_id') return links.tagIds(row);
      return field === 'segment_id' ? links.segmentIds(row) : undefined;
    }),
    dayZone: settings.contactDayRule === 'utc' ? 'UTC' : settings.timeZone,
    greaterIncludesEqual: false,
    kindOf: (field) => {
      if (contactDates.includes(field)) return dateKind;
      if (field === 'tag_id' || field === 'segment_id') return 'tag';
      return contactTexts.includes(field) ? 'text' : customKind(field, 'custom_attributes.');
    },
  };
}

export function conversationRules(settings: Settings, conversations: Collection): FilterRules {
  return {
    ...valuesOf(conversations),
    ...secondPrecision(settings),
    kindOf: (field) => {
      if (['created_at', 'updated_at', 'waiting_since', 'snoozed_until'].includes(field)) return 'second';
      if (/^statistics\.\w+_at$/.test(field)) return 'second';
      if (conversationNumbers.includes(field) || field.startsWith('statistics.')) return 'number';
      return conversationTexts.includes(field) ? 'text' : customKind(field, 'custom_attributes.');
    },
  };
}

export function ticketRules(settings: Settings, tickets: Collection): FilterRules {
  return {
    ...valuesOf(tickets, (row, field) => {
      if (field === 'ticket_type_id') return valueAt(tickets.get(row), 'ticket_type.id');
      return field === 'state' ? valueAt(tickets.get(row), 'ticket_state.category') : undefined;
    }),
    ...secondPrecision(settings),
    kindOf: (field) => {
      if (['created_at', 'updated_at', 'snoozed_until'].includes(field)) return 'second';
      return ticketTexts.includes(field) ? 'text' : customKind(field, 'ticket_attribute.');
    },
  };
}

function secondPrecision(settings: Settings) {
  return { dayZone: 'UTC', greaterIncludesEqual: settings.greaterIncludesEqual };
}

function customKind(field: string, prefix: string): FieldKind | undefined {
  return field.startsWith(prefix) ? 'text' : undefined;
}

/** Times and ids come without making the row; everything else is read from it. */
function valuesOf(collection: Collection, special: (row: number, field: string) => unknown = () => undefined) {
  return {
    isCheap: (field: string) => ['created_at', 'updated_at', 'id'].includes(field),
    valueOf: (row: number, field: string): unknown => {
      if (field === 'created_at' || field === 'updated_at') return collection.indexedTimeOf(row, field);
      if (field === 'id') return collection.idOf(row);
      return special(row, field) ?? valueAt(collection.get(row), field);
    },
  };
}
