import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRow } from '../../sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf, searchAll } from './client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 1_500, conversations: 300 } });
});
afterAll(() => sandbox.close());

const all = { field: 'created_at', operator: '>', value: 0 };

describe('a search', () => {
  it.each([
    ['updated_at', 'ascending'],
    ['updated_at', 'descending'],
    ['created_at', 'ascending'],
    ['created_at', 'descending'],
  ])('by %s %s gives every record once, in order, ties included', async (field, order) => {
    const found = await searchAll(sandbox, '/contacts/search', 'data', { query: all, sort: { field, order } }, 70);
    const times = found.map((contact) => Number(contact[field]));
    const sorted = [...times].sort((a, b) => (order === 'ascending' ? a - b : b - a));
    expect(times).toEqual(sorted);
    expect(new Set(found.map(({ id }) => id)).size).toBe(sandbox.count('contacts'));
  });

  it('has ties that reach across pages', () => {
    const perSecond = new Map<unknown, number>();
    for (const { updated_at: at } of sandbox.truth('contacts')) perSecond.set(at, (perSecond.get(at) ?? 0) + 1);
    expect(Math.max(...perSecond.values())).toBeGreaterThan(70);
  });

  it('ascending meets a record again that changes meanwhile, and loses none', async () => {
    const search = { query: all, sort: { field: 'updated_at', order: 'ascending' }, pagination: { per_page: 100 } };
    const first = await ask(sandbox, '/contacts/search', search);
    const [early] = rowsOf(first.body.data);
    sandbox.change.touchContact(String(early?.id));
    const whole = await searchAll(sandbox, '/contacts/search', 'data', search);
    expect(whole.at(-1)?.id).toBe(early?.id);
    expect(whole).toHaveLength(sandbox.count('contacts'));
  });

  it('tells the total and a token that holds milliseconds, id and page', async () => {
    const { body } = await ask(sandbox, '/contacts/search', { query: all, pagination: { per_page: 10 } });
    const next = isRow(body.pages) && isRow(body.pages.next) ? body.pages.next : {};
    const last = rowsOf(body.data).at(-1);
    const token: unknown = JSON.parse(Buffer.from(String(next.starting_after), 'base64').toString());
    expect(token).toEqual([Number(last?.created_at) * 1000, last?.id, 2]);
    expect(body.total_count).toBe(sandbox.count('contacts'));
  });

  it('has 50 contacts and 20 conversations a page unless asked otherwise', async () => {
    expect(rowsOf((await ask(sandbox, '/contacts/search', { query: all })).body.data)).toHaveLength(50);
    expect(rowsOf((await ask(sandbox, '/conversations/search', { query: all })).body.conversations)).toHaveLength(20);
  });

  it('finds by role, tag and custom attribute, nested two deep', async () => {
    const [{ contact_id: id, id: tag } = {}] = sandbox.truth('contact_tags');
    const value = [
      {
        operator: 'OR',
        value: [
          { field: 'role', operator: '=', value: 'user' },
          { field: 'role', operator: '=', value: 'lead' },
        ],
      },
      { field: 'tag_id', operator: '=', value: tag },
    ];
    const found = await searchAll(sandbox, '/contacts/search', 'data', { query: { operator: 'AND', value } });
    const tagged = [...sandbox.truth('contact_tags')].filter((row) => row.id === tag).map((row) => row.contact_id);
    expect(found.map((contact) => contact.id).sort()).toEqual(tagged.sort());
    expect(tagged).toContain(id);
  });

  it('compares seconds on conversations, `>` without the value itself', async () => {
    const [some] = sandbox.truth('conversations');
    const at = Number(some?.updated_at);
    const found = async (operator: string, value: number) => {
      const rows = await searchAll(sandbox, '/conversations/search', 'conversations', {
        query: { field: 'updated_at', operator, value },
      });
      return rows.some((row) => row.id === some?.id);
    };
    expect(await found('>', at - 1)).toBe(true);
    expect(await found('>', at)).toBe(false);
    expect(await found('=', at)).toBe(true);
    sandbox.set({ greaterIncludesEqual: true });
    expect(await found('>', at)).toBe(true);
    sandbox.set({ greaterIncludesEqual: false });
  });

  it('has records as they were, and new ones not at all, until its index has seen them', async () => {
    sandbox.set({ searchLagSeconds: 600 });
    const [old] = sandbox.truth('conversations');
    const id = String(old?.id);
    const added = sandbox.change.addConversation();
    sandbox.change.touchConversation(id);
    const timeOf = async (wanted: string) => {
      const rows = await searchAll(sandbox, '/conversations/search', 'conversations', { query: all });
      return rows.find((row) => row.id === wanted)?.updated_at;
    };
    expect([await timeOf(id), await timeOf(added)]).toEqual([old?.updated_at, undefined]);
    sandbox.set({ searchLagSeconds: 0 });
    expect(await timeOf(id)).toBe((await ask(sandbox, `/conversations/${id}`)).body.updated_at);
    expect(await timeOf(added)).toBeDefined();
  });

  it('embeds the merge history when asked', async () => {
    const { body } = await ask(sandbox, '/contacts/search?include_merge_history=true', { query: all });
    expect(rowsOf(body.data).every((contact) => 'merge_history' in contact)).toBe(true);
  });
});

describe('a search is refused', () => {
  const group = (value: unknown) => ({ query: { operator: 'AND', value } });

  it.each([
    ['without a query', {}, 'parameter_invalid'],
    [
      'with a field that cannot be filtered',
      { query: { field: 'ticket_state', operator: '=', value: 1 } },
      'invalid_field',
    ],
    ['with a text for a date', { query: { ...all, value: 'today' } }, 'parameter_invalid'],
    ['with more than 15 filters', group(Array(16).fill(all)), 'parameter_invalid'],
    ['with three levels of groups', group([group([group([all]).query]).query]), 'parameter_invalid'],
    ['with a page over 150', { query: all, pagination: { per_page: 151 } }, 'parameter_invalid'],
    ['with another sort order', { query: all, sort: { field: 'updated_at', order: 'desc' } }, 'invalid_sort_order'],
    [
      'with an id for a token',
      { query: all, pagination: { starting_after: '6762f0d01bb6000000000001' } },
      'client_error',
    ],
  ])('%s', async (_name, body, code) => {
    const answer = await ask(sandbox, '/contacts/search', body);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });
});
