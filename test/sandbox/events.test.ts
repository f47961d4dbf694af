import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ids } from '../../sandbox/generate/ids.ts';
import { type Row, valueAt } from '../../sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf } from './client.ts';

let sandbox: Sandbox;
let now: number;
beforeEach(async () => {
  now = 1_790_000_000;
  sandbox = await startSandbox({ now: () => now, sizes: { contacts: 300 } });
});
afterEach(() => sandbox.close());

const day = 86_400;
const path = (id: string) => `/events?type=user&intercom_user_id=${id}&per_page=50`;
const trueEvents = (id: string): Row[] => [...sandbox.truth('contact_events')].filter((row) => row.contact_id === id);

describe('the events of a contact', () => {
  it('come newest first, with a link that names another host', async () => {
    const id = contactWith((count) => count > 50);
    const { body } = await ask(sandbox, path(id));
    const times = rowsOf(body.events).map((event) => Number(event.created_at));
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(String(valueAt(body, 'pages.next'))).toMatch(
      /^https:\/\/api\.intercom\.test\/events\?type=user&.*before=\d{13}/,
    );
  });

  it('end with an empty page where the last one is full', async () => {
    const id = contactWith((count) => count === 50);
    const { body } = await ask(sandbox, path(id));
    const next = new URL(String(valueAt(body, 'pages.next')));
    const { body: last } = await ask(sandbox, next.pathname + next.search);
    expect(last).toMatchObject({ events: [], pages: { next: null } });
  });

  it('go on where a page ended although one was added meanwhile', async () => {
    const id = contactWith((count) => count > 50);
    const before = trueEvents(id);
    const { body } = await ask(sandbox, path(id));
    sandbox.change.addEvent(id);
    const next = new URL(String(valueAt(body, 'pages.next')));
    const { body: second } = await ask(sandbox, next.pathname + next.search);
    const found = [...rowsOf(body.events), ...rowsOf(second.events)];
    expect(found.map((event) => event.created_at)).toEqual(before.slice(0, 100).map((event) => event.created_at));
  });

  it('are listed for 90 days', () => {
    const id = ids.contact.of(0);
    sandbox.change.addEvent(id, now);
    expect(trueEvents(id)[0]).toMatchObject({ event_name: 'opened-app', created_at: now });
    now += 90 * day - 1;
    expect(trueEvents(id)).toHaveLength(1);
    now += 1;
    expect(trueEvents(id)).toEqual([]);
  });

  it('are one where name and second are the same', () => {
    const id = ids.contact.of(0);
    const before = trueEvents(id).length;
    for (let time = 0; time < 3; time++) sandbox.change.addEvent(id, now);
    expect(trueEvents(id)).toHaveLength(before + 1);
  });

  it("move the contact's updated_at unless told otherwise", async () => {
    const id = ids.contact.of(3);
    const updatedAt = async () => (await ask(sandbox, `/contacts/${id}`)).body.updated_at;
    const before = await updatedAt();
    sandbox.change.addEvent(id, now, false);
    expect(await updatedAt()).toBe(before);
    sandbox.change.addEvent(id, now - 1);
    expect(await updatedAt()).toBe(now - 1);
  });

  it.each([
    ['/events?intercom_user_id=1', 400, 'parameter_invalid'],
    ['/events?type=user', 400, 'parameter_not_found'],
    ['/events?type=user&intercom_user_id=nobody', 404, 'not_found'],
  ])('are refused for %s', async (url, status, code) => {
    const answer = await ask(sandbox, url);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
  });
});

/** The id of a contact whose number of events fits. */
function contactWith(fits: (count: number) => boolean): string {
  const counts = new Map<string, number>();
  for (const { contact_id: id } of sandbox.truth('contact_events')) {
    counts.set(String(id), (counts.get(String(id)) ?? 0) + 1);
  }
  const [id] = [...counts].find(([, count]) => fits(count)) ?? [];
  if (id === undefined) throw new Error('There is no such contact');
  return id;
}
