import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ids } from '../../sandbox/generate/ids.ts';
import { type Row, valueAt } from '../../sandbox/json.ts';
import { type Sandbox, type StreamName, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf, searchAll } from './client.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 300, conversations: 60, tickets: 60, companies: 60 } });
});
afterEach(() => sandbox.close());

const search = {
  query: { field: 'created_at', operator: '>', value: 0 },
  sort: { field: 'created_at', order: 'ascending' },
};

/** The row of that id in the truth; an empty row when there is none. */
function trueRow(stream: StreamName, id: string): Record<string, unknown> {
  return [...sandbox.truth(stream)].find((row) => row.id === id) ?? {};
}

/** What tells a row from the others of its stream. */
function keyOf({ contact_id, conversation_id, call_id, id, position, ...row }: Row): unknown[] {
  return [contact_id, conversation_id, call_id, id, position, row.event_name, row.side_conversation_id];
}

function firstId(stream: StreamName, position = 0): string {
  return String([...sandbox.truth(stream)][position]?.id);
}

describe('the truth', () => {
  it('is what the API gives, field by field', async () => {
    const byId = (rows: Iterable<Record<string, unknown>>) =>
      [...rows].sort((a, b) => String(a.id).localeCompare(String(b.id)));
    const contacts = await searchAll(sandbox, '/contacts/search?include_merge_history=true', 'data', search);
    expect(byId(contacts)).toEqual(byId(sandbox.truth('contacts')));
    const conversations = await searchAll(sandbox, '/conversations/search', 'conversations', search);
    expect(byId(conversations)).toEqual(byId(sandbox.truth('conversations')));
    const tickets = await searchAll(sandbox, '/tickets/search', 'tickets', search);
    expect(byId(tickets)).toEqual(byId(sandbox.truth('tickets')));
  });

  it('is the same for the same seed and clock, and another for another seed', async () => {
    const now = () => 1_790_000_000;
    const rows = async (seed: number) => {
      const other = await startSandbox({ seed, now, sizes: { contacts: 20 } });
      const made = JSON.stringify([...other.truth('contacts')]);
      await other.close();
      return made;
    };
    expect(await rows(1)).toBe(await rows(1));
    expect(await rows(2)).not.toBe(await rows(1));
  });

  it('has unique ids in every stream whose key is the id', () => {
    const streams: StreamName[] = [
      'contacts',
      'companies',
      'conversations',
      'conversation_parts',
      'tickets',
      'ticket_parts',
    ];
    for (const stream of [...streams, 'activity_logs', 'contact_notes', 'tags'] satisfies StreamName[]) {
      const ids = [...sandbox.truth(stream)].map((row) => row.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('holds what is awkward', () => {
    const contacts = [...sandbox.truth('contacts')];
    expect(contacts.some((contact) => valueAt(contact, 'tags.has_more') === true)).toBe(true);
    expect(contacts.some((contact) => typeof valueAt(contact, 'custom_attributes.seats') === 'string')).toBe(true);
    expect([...sandbox.truth('companies')].some(({ plan }) => JSON.stringify(plan) === '{}')).toBe(true);
    expect([...sandbox.truth('conversations')].some((one) => one.admin_assignee_id === 0)).toBe(true);
  });
});

describe('a change', () => {
  it('of a contact is found by search at its new time', async () => {
    const id = firstId('contacts');
    sandbox.change.touchContact(id, 1_790_000_000, { name: 'Renamed' });
    const found = await searchAll(sandbox, '/contacts/search', 'data', search);
    expect(found.find((contact) => contact.id === id)).toMatchObject({ updated_at: 1_790_000_000, name: 'Renamed' });
  });

  it('that merges a contact leaves 410 and a pointer behind, and a line of history', async () => {
    const [from, into] = [firstId('contacts'), firstId('contacts', 5)];
    sandbox.change.mergeContacts(from, into);
    const gone = await ask(sandbox, `/contacts/${from}`);
    expect([gone.status, codeOf(gone)]).toEqual([410, 'contact_merged']);
    expect(gone.headers.get('link')).toContain(`/contacts/${into}>; rel="canonical"`);
    expect(sandbox.count('contacts')).toBe(299);
    const survivor = await ask(sandbox, `/contacts/${into}?include_merge_history=true`);
    if (survivor.body.role === 'user') expect(JSON.stringify(survivor.body.merge_history)).toContain(from);
  });

  it('made before the start: a merged lead is 410 as well', async () => {
    const merged = [...sandbox.truth('contacts')].flatMap((row) => rowsOf(row.merge_history));
    expect(merged.length).toBeGreaterThan(0);
    expect((await ask(sandbox, `/contacts/${String(merged[0]?.source_contact_id)}`)).status).toBe(410);
  });

  it('that deletes a contact leaves nothing behind', async () => {
    const id = firstId('contacts');
    sandbox.change.deleteContact(id);
    expect((await ask(sandbox, `/contacts/${id}`)).status).toBe(404);
    expect(await searchAll(sandbox, '/contacts/search', 'data', search)).toHaveLength(299);
  });

  it('of tags moves the contact too', async () => {
    const id = firstId('contacts');
    const tag = sandbox.change.addTag();
    sandbox.change.tagContact(id, tag, 1_790_000_000);
    expect(JSON.stringify((await ask(sandbox, `/contacts/${id}/tags`)).body)).toContain(tag);
    sandbox.change.untagContact(id, tag, 1_790_000_001);
    expect(JSON.stringify((await ask(sandbox, `/contacts/${id}/tags`)).body)).not.toContain(tag);
    expect(trueRow('contacts', id).updated_at).toBe(1_790_000_001);
  });

  it.each([
    ['contact_companies', 'attachCompany', ids.company.of(3)],
    ['contact_segments', 'joinSegment', ids.segment.of(2)],
    ['contact_subscriptions', 'subscribeContact', ids.subscription.of(3)],
  ] as const)('of %s: %s moves the contact, whose own list has the new one once', async (stream, change, linked) => {
    const id = firstId('contacts');
    for (let time = 0; time < 2; time++) sandbox.change[change](id, linked, 1_790_000_000);
    const rows = rowsOf((await ask(sandbox, `/contacts/${id}/${stream.replace('contact_', '')}`)).body.data);
    expect(rows.filter((row) => row.id === linked)).toHaveLength(1);
    expect([...sandbox.truth(stream)].filter((row) => row.contact_id === id)).toHaveLength(rows.length);
    expect(trueRow('contacts', id).updated_at).toBe(1_790_000_000);
  });

  it('of a conversation adds a part and leaves the earlier ones alone', async () => {
    const id = firstId('conversations', 3);
    const partsOf = async () => {
      const { body } = await ask(sandbox, `/conversations/${id}`);
      return rowsOf(valueAt(body, 'conversation_parts.conversation_parts'));
    };
    const before = await partsOf();
    sandbox.change.touchConversation(id, 1_790_000_000);
    const after = await partsOf();
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)?.created_at).toBe(1_790_000_000);
  });

  it('that deletes a conversation puts it on the list of deleted ones', async () => {
    const id = firstId('conversations');
    sandbox.change.deleteConversation(id);
    expect((await ask(sandbox, `/conversations/${id}`)).status).toBe(404);
    expect(rowsOf((await ask(sandbox, '/conversations/deleted')).body.conversations)[0]?.id).toBe(id);
  });

  it('at random tells exactly what changed', () => {
    const before = new Map([...sandbox.truth('tickets')].map((row) => [row.id, row.updated_at]));
    const { tickets } = sandbox.change.random(60);
    const differing = [...sandbox.truth('tickets')].filter((row) => before.get(row.id) !== row.updated_at);
    expect(differing.map((row) => row.id).sort()).toEqual([...tickets].sort());
    expect(tickets.length).toBeGreaterThan(0);
  });
});

describe('random changes', () => {
  it.each([
    'contacts',
    'contact_tags',
    'contact_companies',
    'contact_notes',
    'contact_segments',
    'contact_subscriptions',
    'contact_events',
    'conversations',
    'conversation_parts',
    'conversation_tags',
    'conversation_contacts',
    'conversation_teammates',
    'conversation_handling_events',
    'side_conversations',
    'deleted_conversations',
    'ticket_parts',
    'articles',
    'macros',
    'calls',
    'call_transcripts',
  ] satisfies StreamName[])('change %s, of which no row is lost', (stream) => {
    sandbox.set({ partsCap: 1_000 });
    const parents = new Set([...sandbox.truth('contacts'), ...sandbox.truth('conversations')].map(({ id }) => id));
    const keysIn = () => new Set([...sandbox.truth(stream)].map((row) => JSON.stringify(keyOf(row))));
    /** Without the children of records that came since. */
    const textsIn = () =>
      [...sandbox.truth(stream)]
        .filter(({ contact_id: contact, conversation_id: conversation }) => {
          const parent = contact ?? conversation;
          return typeof parent !== 'string' || parents.has(parent);
        })
        .map((row) => JSON.stringify(row))
        .sort();
    const [keys, texts] = [keysIn(), textsIn()];
    sandbox.change.random(400);
    const after = keysIn();
    expect(textsIn()).not.toEqual(texts);
    expect([...keys].filter((key) => !after.has(key))).toEqual([]);
  });
});

describe('parts', () => {
  it('come the newest ones only when there are more than the cap, with the true count', async () => {
    const id = ids.conversation.of(7);
    const { body } = await ask(sandbox, `/conversations/${id}`);
    expect(rowsOf(valueAt(body, 'conversation_parts.conversation_parts'))).toHaveLength(500);
    expect(valueAt(body, 'conversation_parts.total_count')).toBeGreaterThan(500);
    const parts = rowsOf(valueAt(body, 'conversation_parts.conversation_parts'));
    expect(parts.at(-1)?.created_at).toBe(body.updated_at);
  });

  it('come as plain text when asked', async () => {
    const id = firstId('conversations', 1);
    const html = await ask(sandbox, `/conversations/${id}`);
    const plain = await ask(sandbox, `/conversations/${id}?display_as=plaintext`);
    expect(JSON.stringify(html.body)).toContain('<p>');
    expect(JSON.stringify(plain.body)).not.toContain('<p>');
  });
});

describe('activity logs', () => {
  it('come latest first within the bounds, with full links to the next page', async () => {
    const all = [...sandbox.truth('activity_logs')].map((row) => Number(row.created_at)).sort((a, b) => b - a);
    const [after, before] = [all[500], all[100]];
    const found: unknown[] = [];
    let url: unknown = `/admins/activity_logs?created_at_after=${after}&created_at_before=${before}&per_page=150`;
    while (typeof url === 'string') {
      const { body } = await ask(sandbox, url);
      found.push(...rowsOf(body.activity_logs).map((row) => row.created_at));
      url = valueAt(body, 'pages.next');
    }
    expect(found).toEqual(all.filter((at) => at >= Number(after) && at <= Number(before)));
  });

  it('need created_at_after', async () => {
    const answer = await ask(sandbox, '/admins/activity_logs');
    expect([answer.status, codeOf(answer)]).toEqual([400, 'parameter_not_found']);
  });
});
