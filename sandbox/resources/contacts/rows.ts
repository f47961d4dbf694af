import type { Dice } from '../../generate/dice.ts';
import { ids } from '../../generate/ids.ts';
import { spreadTimes } from '../../generate/times.ts';
import type { Words } from '../../generate/words.ts';
import type { Row } from '../../json.ts';
import { Collection } from '../../search/collection.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { customValues } from '../custom-values.ts';
import { contactLinksOf } from './links.ts';

/** Contacts as search gives them: with the first ten of their tags, notes and companies. */
export const contactsOf = perWorkspace((workspace) => {
  const { words } = workspace;
  const diceOf = workspace.dice('contacts');
  const admins = workspace.size('admins');
  return new Collection({
    size: workspace.size('contacts'),
    ids: ids.contact,
    times: spreadTimes(workspace, 'contacts'),
    make: (row, created, updated) => {
      const dice = diceOf(row);
      const isUser = dice.chance(0.8);
      return {
        type: 'contact',
        id: ids.contact.of(row),
        workspace_id: 'sandbox1',
        external_id: isUser ? `user-${row + 1}` : null,
        role: isUser ? 'user' : 'lead',
        ...person(row, dice, words),
        owner_id: admins > 0 ? dice.maybe(0.2, ids.admin.of(dice.below(admins))) : null,
        ...activity(created, updated, dice),
        ...device(dice, words, updated),
        custom_attributes: customValues(dice, words, created),
        ...embedded(row, dice, workspace),
        ...origin(dice),
      };
    },
  });
});

function person(row: number, dice: Dice, words: Words): Row {
  const hasEmail = dice.chance(0.9);
  return {
    email: hasEmail ? `person${row + 1}@example.com` : null,
    email_domain: hasEmail ? 'example.com' : null,
    phone: dice.maybe(0.3, `+353${dice.between(100_000_000, 999_999_999)}`),
    name: dice.maybe(0.85, dice.pick(words.names)),
    avatar: dice.maybe(0.1, { type: 'avatar', image_url: `https://static.example.com/contacts/${row}.png` }),
    has_hard_bounced: dice.chance(0.02),
    marked_email_as_spam: dice.chance(0.01),
    unsubscribed_from_emails: dice.chance(0.1),
    language_override: dice.maybe(0.05, 'de'),
    location: dice.chance(0.7)
      ? { type: 'location', ...dice.pick(words.cities) }
      : { type: 'location', country: null, region: null, city: null, country_code: null, continent_code: null },
  };
}

function activity(created: number, updated: number, dice: Dice): Row {
  const within = () => created + dice.below(updated - created + 1);
  return {
    created_at: created,
    updated_at: updated,
    signed_up_at: dice.maybe(0.7, created),
    last_seen_at: dice.maybe(0.6, within()),
    last_replied_at: dice.maybe(0.3, within()),
    last_contacted_at: dice.maybe(0.4, within()),
    last_email_opened_at: dice.maybe(0.3, within()),
    last_email_clicked_at: dice.maybe(0.1, within()),
  };
}

function device(dice: Dice, words: Words, updated: number): Row {
  const isWeb = dice.chance(0.6);
  const isAndroid = dice.chance(0.1);
  const agent = dice.pick(words.userAgents);
  return {
    browser: isWeb ? agent.browser : null,
    browser_version: isWeb ? agent.version : null,
    browser_language: isWeb ? 'en' : null,
    os: isWeb ? agent.os : null,
    android_app_name: isAndroid ? 'Sandbox' : null,
    android_app_version: isAndroid ? '5.0.0' : null,
    android_device: isAndroid ? 'Pixel 9' : null,
    android_os_version: isAndroid ? '16' : null,
    android_sdk_version: isAndroid ? '36' : null,
    android_last_seen_at: isAndroid ? updated : null,
    ios_app_name: null,
    ios_app_version: null,
    ios_device: null,
    ios_os_version: null,
    ios_sdk_version: null,
    ios_last_seen_at: null,
  };
}

function embedded(row: number, dice: Dice, workspace: Workspace): Row {
  const at = `/contacts/${ids.contact.of(row)}`;
  const links = contactLinksOf(workspace);
  const { archivedChildrenCounted } = workspace.settings;
  const cut = (list: string, all: readonly string[], type: string) =>
    firstTen(`${at}/${list}`, all, type, list, archivedChildrenCounted);
  const optedOut = dice.chance(0.1)
    ? [{ id: ids.subscription.of(0), type: 'subscription', url: `/subscription_types/${ids.subscription.of(0)}` }]
    : [];
  return {
    social_profiles: {
      type: 'list',
      data: dice.chance(0.1)
        ? [{ type: 'social_profile', name: 'Twitter', url: `https://twitter.example.com/person${row}` }]
        : [],
    },
    tags: cut('tags', links.tagIds(row), 'tag'),
    notes: cut('notes', links.noteIds(row), 'note'),
    companies: cut('companies', links.companyIds(row), 'company'),
    opted_out_subscription_types: {
      ...firstTen(`${at}/subscriptions`, [], 'subscription'),
      data: optedOut,
      total_count: optedOut.length,
    },
    opted_in_subscription_types: firstTen(`${at}/subscriptions`, [], 'subscription'),
  };
}

/** The embedded form of a list: its first ten as stubs, the rest behind `url`. */
function firstTen(url: string, all: readonly string[], type: string, path = '', alsoCounted = 0): Row {
  const data = all.slice(0, 10).map((id) => ({ id, type, url: `/${path}/${id}` }));
  const count = all.length + alsoCounted;
  return { type: 'list', data, url, total_count: count, has_more: count > data.length };
}

function origin(dice: Dice): Row {
  return {
    utm_campaign: dice.maybe(0.1, 'spring'),
    utm_content: null,
    utm_medium: dice.maybe(0.1, 'email'),
    utm_source: null,
    utm_term: null,
    referrer: dice.maybe(0.2, 'https://www.example.org/?q=a&b=c'),
    enabled_push_messaging: dice.maybe(0.1, true),
  };
}
