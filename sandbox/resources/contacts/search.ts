import type { Call } from '../../http/route.ts';
import type { Row } from '../../json.ts';
import type { Searchable } from '../../resource-kit/search-route.ts';
import type { FieldKind } from '../../search/filters.ts';
import { customKind, dayRules } from '../../search/rules.ts';
import type { Workspace } from '../../workspace.ts';
import { contactLinksOf } from './links.ts';
import { contactWithHistory } from './merges.ts';
import { contactsOf } from './rows.ts';

const dates = [
  ...['created_at', 'updated_at', 'signed_up_at', 'last_seen_at', 'last_contacted_at', 'last_replied_at'],
  ...['last_email_opened_at', 'last_email_clicked_at', 'android_last_seen_at', 'ios_last_seen_at'],
];
const texts = [
  ...['id', 'role', 'name', 'avatar', 'owner_id', 'email', 'email_domain', 'phone', 'external_id', 'language_override'],
  ...['browser', 'browser_language', 'os', 'location.country', 'location.region', 'location.city'],
  ...['has_hard_bounced', 'marked_email_as_spam', 'unsubscribed_from_emails'],
];

export const contactSearch: Searchable = {
  of: contactsOf,
  rules: (workspace) => {
    const links = contactLinksOf(workspace);
    return dayRules(workspace, contactsOf(workspace), {
      kindOf,
      special: (row, field) => {
        if (field === 'tag_id') return links.tagIds(row);
        return field === 'segment_id' ? links.segmentIds(row) : undefined;
      },
    });
  },
  record: (workspace, row, call) => contactFor(call, workspace, row),
  scope: 'read_users_companies',
  type: 'list',
  key: 'data',
  defaultPerPage: 50,
};

/** A contact as the call wants it: with its merge history or without. */
export function contactFor(call: Call, workspace: Workspace, row: number): Row {
  const wantsHistory = call.query.get('include_merge_history') === 'true';
  return wantsHistory ? contactWithHistory(workspace, row) : contactsOf(workspace).get(row);
}

function kindOf(field: string): FieldKind | undefined {
  if (dates.includes(field)) return 'day';
  if (field === 'tag_id' || field === 'segment_id') return 'tag';
  return texts.includes(field) ? 'text' : customKind(field, 'custom_attributes.');
}
