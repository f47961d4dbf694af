import { ids } from '../../generate/ids.ts';
import { lastSecond } from '../../generate/times.ts';
import { byMark } from '../../http/paging-by-key.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Call, Reply } from '../../http/route.ts';
import type { Row } from '../../json.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { childTable } from '../../resource-kit/tables.ts';
import { perWorkspace, type Workspace } from '../../workspace.ts';
import { contact } from './parent.ts';
import { contactsOf } from './rows.ts';

/** Where links lead: to another host than the one that was asked. */
const otherOrigin = 'https://api.intercom.test';
const day = 86_400;
const listedDays = 90;
const pageSizes = { default: 15, max: 50 };

interface Happening {
  readonly name: string;
  readonly at: number;
}

/** Events since the start, by row number of the contact. */
const addedEvents = perWorkspace(() => new Map<number, readonly Happening[]>());

/** The single events of a contact, newest first; none that is older than 90 days. */
export const contactEvents = {
  routes: [{ method: 'GET', path: '/events', scope: 'read_events', answer: list }],
  tables: { contact_events: childTable(contact, events) },
  changes,
  random: {
    weight: 1,
    make: touchAny('contacts', contactsOf, (workspace, id) => changes(workspace).addEvent(id)),
  },
} satisfies Resource;

function changes(workspace: Workspace) {
  return {
    /** An event of the same name and second is there once only. Moves the contact's `updated_at` unless told otherwise. */
    addEvent(contactId: string, at: number = workspace.now, movesContact = true): void {
      const contacts = contactsOf(workspace);
      const row = contacts.known(contactId);
      const all = addedEvents(workspace);
      all.set(row, [...(all.get(row) ?? []), { name: 'opened-app', at }]);
      if (movesContact) contacts.touch(row, at);
    },
  };
}

function list(call: Call, workspace: Workspace): Reply {
  const { query } = call;
  if (query.get('type') !== 'user') throw new Refusal(400, 'parameter_invalid', 'type must be user');
  const id = query.get('intercom_user_id');
  if (id === null) throw new Refusal(400, 'parameter_not_found', 'intercom_user_id is required');
  const row = contact.find({ ...call, params: { id } }, workspace);
  const all = events(workspace, row);
  const marks = new Map(
    all.map((event, index) => [event, Number(event.created_at) * 1_000 + placeInSecond(all, index)]),
  );
  const page = byMark(pageSizes, (event) => marks.get(event) ?? 0);
  const { rows, fields } = page({ ...call, origin: otherOrigin }, all);
  const { email, external_id: userId } = contactsOf(workspace).get(row);
  return { body: { type: 'event.list', events: rows, ...fields, email, intercom_user_id: id, user_id: userId } };
}

/** How many older ones an event has in its second. */
function placeInSecond(all: readonly Row[], index: number): number {
  return all.slice(index + 1).filter((older) => older.created_at === all[index]?.created_at).length;
}

function events(workspace: Workspace, row: number): Row[] {
  const oldest = workspace.now - listedDays * day;
  const { email, external_id: userId } = contactsOf(workspace).get(row);
  const happenings = [...generated(workspace, row), ...(addedEvents(workspace).get(row) ?? [])];
  const once = new Map(happenings.map((one) => [`${one.at} ${one.name}`, one]));
  return [...once.values()]
    .filter(({ at }) => at > oldest)
    .sort((a, b) => b.at - a.at || b.name.localeCompare(a.name))
    .map(({ name, at }) => ({
      type: 'event',
      event_name: name,
      created_at: at,
      ...(userId !== null && { user_id: userId }),
      intercom_user_id: ids.contact.of(row),
      ...(email !== null && { email }),
      metadata: name === 'placed-order' ? { order_number: { value: `N-${at}`, url: 'https://example.com' } } : {},
    }));
}

/** Of one contact in three, some of them older than what is listed; of a few contacts more than one page, or exactly one. */
function generated(workspace: Workspace, row: number): Happening[] {
  if (row >= workspace.size('contacts')) return [];
  const dice = workspace.dice('events')(row);
  const isBusy = row % 50 === 2;
  if (!isBusy && !dice.chance(1 / 3)) return [];
  const count = isBusy ? dice.pick([pageSizes.max, 2 * pageSizes.max + 30]) : dice.between(0, 30);
  const end = lastSecond(workspace);
  const days = isBusy ? listedDays - 10 : listedDays + 30;
  const span = Math.min(days * day, end - contactsOf(workspace).timeOf(row, 'created_at'));
  return Array.from({ length: count }, (_, event) => ({
    name: dice.pick(['opened-app', 'placed-order', 'invited-friend', 'Größe geändert']),
    at: end - Math.floor((span * (event + dice.unit())) / Math.max(1, count)),
  }));
}
