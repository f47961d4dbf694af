import { createHash } from 'node:crypto';
import { ids } from '../../generate/ids.ts';
import { lastSecond } from '../../generate/times.ts';
import { byMark } from '../../http/paging-by-key.ts';
import { Refusal } from '../../http/refusal.ts';
import type { Call, Reply } from '../../http/route.ts';
import { isRow, type Row } from '../../json.ts';
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
  /** Which one of several orders of that second it is. */
  readonly order: number;
}

/** Events since the start, by row number of the contact. */
const addedEvents = perWorkspace(() => new Map<number, readonly Happening[]>());

/** The single events of a contact, newest first; none that is older than 90 days. */
export const contactEvents = {
  routes: [{ method: 'GET', path: '/events', scope: 'read_events', answer: list }],
  tables: { contact_events: childTable(contact, eventsWithHash) },
  changes,
  random: {
    weight: 1,
    make: touchAny('contacts', contactsOf, (workspace, id) => changes(workspace).addEvent(id)),
  },
} satisfies Resource;

function changes(workspace: Workspace) {
  return {
    /** An event of the same name, second and metadata is there once only. Moves the contact's `updated_at` unless told otherwise. */
    addEvent(contactId: string, at: number = workspace.now, movesContact = true): void {
      const contacts = contactsOf(workspace);
      const row = contacts.known(contactId);
      const all = addedEvents(workspace);
      all.set(row, [...(all.get(row) ?? []), { name: 'opened-app', at, order: 1 }]);
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
  const once = new Map(happenings.map((one) => [`${one.at} ${one.name} ${one.order}`, one]));
  return [...once.values()]
    .filter(({ at }) => at > oldest)
    .sort((a, b) => b.at - a.at || b.name.localeCompare(a.name))
    .map(({ name, at, order }) => ({
      type: 'event',
      event_name: name,
      created_at: at,
      ...(userId !== null && { user_id: userId }),
      intercom_user_id: ids.contact.of(row),
      ...(email !== null && { email }),
      metadata: name === 'placed-order' ? metadataOf(`N-${at}-${order}`) : {},
    }));
}

function metadataOf(value: string): Row {
  return { order_number: { value, url: 'https://example.com' } };
}

/** The connector tells events of the same name and second apart by a digest of their metadata, with its keys in order. */
function eventsWithHash(workspace: Workspace, row: number): Row[] {
  const inOrder = (_key: string, value: unknown) =>
    isRow(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
  return events(workspace, row).map((event) => {
    const hash = createHash('sha256').update(JSON.stringify(event.metadata, inOrder)).digest('base64url');
    return { ...event, metadata_hash: hash.slice(0, 32) };
  });
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
  const happenings: Happening[] = [];
  for (let event = 0; event < count; event++) {
    const name = dice.pick(['opened-app', 'placed-order', 'invited-friend', 'Größe geändert']);
    const at = end - Math.floor((span * (event + dice.unit())) / Math.max(1, count));
    const last = happenings.at(-1);
    const isSecondOrder = event % 3 === 1 && last?.name === 'placed-order';
    happenings.push(isSecondOrder ? { ...last, order: 2 } : { name, at, order: 1 });
  }
  return happenings;
}
