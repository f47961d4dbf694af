import { IntercomClient } from 'intercom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, type StreamName, startSandbox } from '../../sandbox/sandbox.ts';

let sandbox: Sandbox;
let client: IntercomClient;

beforeAll(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 400, conversations: 120, tickets: 80, companies: 230 } });
  client = new IntercomClient({ token: sandbox.token, environment: sandbox.url, version: '2.14', maxRetries: 0 });
});
afterAll(() => sandbox.close());

const everything = { field: 'created_at', operator: '>', value: '0' } as const;

describe("Intercom's own client reads from the sandbox", () => {
  it('who it is', async () => {
    expect((await client.admins.identify())?.app?.timezone).toBe('America/New_York');
  });

  it('all lists of one call', async () => {
    expect(idsOf((await client.tags.list()).data)).toEqual(trueIds('tags'));
    expect(idsOf((await client.admins.list()).admins)).toEqual(trueIds('admins'));
    expect(idsOf((await client.teams.list()).teams)).toEqual(trueIds('teams'));
    expect(idsOf((await client.segments.list()).segments)).toEqual(trueIds('segments'));
    expect(idsOf((await client.subscriptionTypes.list()).data)).toEqual(trueIds('subscription_types'));
    expect(idsOf((await client.ticketTypes.list()).data)).toEqual(trueIds('ticket_types'));
    expect(idsOf((await client.ticketStates.listTicketStates()).data)).toEqual(trueIds('ticket_states'));
    expect((await client.dataAttributes.list({ model: 'contact' })).data).toHaveLength(
      sandbox.count('contact_attributes'),
    );
  });

  it('the knowledge of the workspace', async () => {
    expect(idsOf(await collected(await client.articles.list({ per_page: 50 })))).toEqual(trueIds('articles'));
    expect(idsOf((await client.helpCenters.list()).data)).toEqual(trueIds('help_centers'));
    const collections = await client.helpCenters.collections.list({ per_page: 7 });
    expect(idsOf(await collected(collections))).toEqual(trueIds('collections'));
    const sources = await client.aiContent.listContentImportSources();
    expect(idsOf(sources.data)).toEqual(trueIds('content_import_sources'));
    const pages = await client.aiContent.listExternalPages();
    expect([pages.data?.length, pages.pages?.total_pages]).toEqual([50, 2]);
    const internal = await client.internalArticles.listInternalArticles();
    expect([internal.data?.length, internal.total_count]).toEqual([25, sandbox.count('internal_articles')]);
  });

  it('news', async () => {
    const feeds = await client.news.feeds.list();
    expect(idsOf(feeds.data)).toEqual(trueIds('newsfeeds'));
    expect((await client.news.items.list()).total_count).toBe(sandbox.count('news_items'));
    const [{ newsfeed_id: feed } = { newsfeed_id: '' }] = sandbox.truth('newsfeed_items');
    const items = await client.news.feeds.listItems({ newsfeed_id: String(feed) });
    expect(idsOf(items.data)).toEqual(trueIds('newsfeed_items', (row) => row.newsfeed_id === feed));
  });

  it('calls and their transcripts', async () => {
    const ids: string[] = [];
    for (let page = 1; page <= 5; page++)
      ids.push(...idsOf((await client.calls.listCalls({ page, per_page: 25 })).data));
    expect(ids.sort()).toEqual(trueIds('calls'));
    const [{ conversation_id: id } = {}] = sandbox.truth('call_transcripts');
    const found = await client.calls.listCallsWithTranscripts({ conversation_ids: [String(id)] });
    expect(idsOf(found.data)).toEqual(trueIds('calls', (row) => row.conversation_id === id));
    const [{ call_id: call } = {}] = sandbox.truth('call_transcripts');
    expect(await client.calls.showCallTranscript({ call_id: String(call) })).toMatch(/^\[00:00:00\] Teammate 1: "/);
  });

  it('the events of a contact', async () => {
    const [{ contact_id: id } = {}] = sandbox.truth('contact_events');
    const events = await client.events.list({ type: 'user', intercom_user_id: String(id), per_page: 50 });
    const names = [...sandbox.truth('contact_events')].filter((row) => row.contact_id === id).slice(0, 50);
    expect(events.events).toMatchObject(names.map(({ event_name }) => ({ event_name })));
  });

  it('all contacts by search', async () => {
    const pages = await client.contacts.search({ query: everything, pagination: { per_page: 150 } });
    expect(idsOf(await collected(pages))).toEqual(trueIds('contacts'));
  });

  it('all contacts by list', async () => {
    expect(idsOf(await collected(await client.contacts.list({ per_page: 60 })))).toEqual(trueIds('contacts'));
  });

  it('a contact and what it is tied to, page by page', async () => {
    const busiest = contactWithMostNotes();
    const contact = await client.contacts.find({ contact_id: busiest });
    expect('id' in contact && contact.id).toBe(busiest);
    const notes = await collected(await client.notes.list({ contact_id: busiest }));
    expect(idsOf(notes)).toEqual(trueIds('contact_notes', (row) => row.contact_id === busiest));
    const tags = await client.contacts.listAttachedTags({ contact_id: busiest });
    expect(idsOf(tags.data)).toEqual(trueIds('contact_tags', (row) => row.contact_id === busiest));
    const segments = await client.contacts.listAttachedSegments({ contact_id: busiest });
    expect(idsOf(segments.data)).toEqual(trueIds('contact_segments', (row) => row.contact_id === busiest));
    const subscriptions = await client.contacts.listAttachedSubscriptions({ contact_id: busiest });
    expect(idsOf(subscriptions.data)).toEqual(trueIds('contact_subscriptions', (row) => row.contact_id === busiest));
  });

  it('all companies by scroll', async () => {
    const found: unknown[] = [];
    const page = await client.companies.scroll({});
    while (page.data.length > 0) {
      found.push(...page.data);
      await page.getNextPage();
    }
    expect(idsOf(found)).toEqual(trueIds('companies'));
  });

  it('all companies by list', async () => {
    expect(idsOf(await collected(await client.companies.list({ per_page: 60 })))).toEqual(trueIds('companies'));
  });

  it('all conversations by search, and the parts of one', async () => {
    const pages = await client.conversations.search({ query: everything, pagination: { per_page: 150 } });
    expect(idsOf(await collected(pages))).toEqual(trueIds('conversations'));
    const [{ conversation_id: id } = { conversation_id: '' }] = sandbox.truth('conversation_parts');
    const conversation = await client.conversations.find({ conversation_id: String(id) });
    expect(idsOf(conversation.conversation_parts?.conversation_parts)).toEqual(
      trueIds('conversation_parts', (row) => row.conversation_id === id),
    );
  });

  it('all tickets with their parts by search', async () => {
    const pages = await client.tickets.search({ query: everything, pagination: { per_page: 50 } });
    const tickets = await collected(pages);
    expect(idsOf(tickets)).toEqual(trueIds('tickets'));
    expect(tickets.flatMap((ticket) => ticket?.ticket_parts?.ticket_parts ?? [])).toHaveLength(
      sandbox.count('ticket_parts'),
    );
  });

  it('activity logs', async () => {
    const logs = await client.admins.listAllActivityLogs({ created_at_after: '0' });
    expect(logs.activity_logs).toHaveLength(20);
  });
});

function contactWithMostNotes(): string {
  const counts = new Map<string, number>();
  for (const note of sandbox.truth('contact_notes')) {
    const id = String(note.contact_id);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const [[id] = ['']] = [...counts].sort((a, b) => b[1] - a[1]);
  return id;
}

async function collected<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

function idsOf(items: Iterable<unknown> | undefined): string[] {
  return [...(items ?? [])]
    .map((item) => (typeof item === 'object' && item && 'id' in item ? String(item.id) : ''))
    .sort();
}

function trueIds(stream: StreamName, wanted: (row: Record<string, unknown>) => boolean = () => true): string[] {
  return idsOf([...sandbox.truth(stream)].filter(wanted));
}
