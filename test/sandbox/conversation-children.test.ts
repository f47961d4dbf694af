import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ids } from '../../sandbox/generate/ids.ts';
import type { Row } from '../../sandbox/json.ts';
import { type Sandbox, type StreamName, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, rowsOf } from './client.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 40, conversations: 60 } });
});
afterEach(() => sandbox.close());

const id = ids.conversation.of(4);
const at = 1_790_000_000;
const conversation = async () => (await ask(sandbox, `/conversations/${id}`)).body;
const trueRows = (stream: StreamName): Row[] => [...sandbox.truth(stream)].filter((row) => row.conversation_id === id);

describe('handling events', () => {
  it('are the truth, with a position from 0 in the order sent', async () => {
    const found: Row[] = [];
    for (const { id: one } of sandbox.truth('conversations')) {
      const { body } = await ask(sandbox, `/conversations/${String(one)}/handling_events`);
      const events = rowsOf(body.handling_events);
      expect(events.length).toBeGreaterThan(0);
      found.push(...events.map((event, position) => ({ conversation_id: one, position, ...event })));
    }
    expect(found).toEqual([...sandbox.truth('conversation_handling_events')]);
  });

  it("that are added come last and move the conversation's updated_at", async () => {
    const before = trueRows('conversation_handling_events');
    sandbox.change.addHandlingEvent(id, at);
    const after = trueRows('conversation_handling_events');
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)).toMatchObject({ position: before.length, timestamp: '2026-09-21T14:13:20Z' });
    expect((await conversation()).updated_at).toBe(at);
  });
});

describe('side conversations', () => {
  it("that are added come last and move the conversation's updated_at", async () => {
    const before = trueRows('side_conversations');
    sandbox.change.addSideConversation(id, at);
    expect(trueRows('side_conversations').slice(0, -1)).toEqual(before);
    expect((await conversation()).updated_at).toBe(at);
  });

  it('fill more than two pages of one conversation', () => {
    const counts = new Map<unknown, number>();
    for (const row of sandbox.truth('side_conversations')) {
      counts.set(row.conversation_id, (counts.get(row.conversation_id) ?? 0) + 1);
    }
    expect(Math.max(...counts.values())).toBeGreaterThan(100);
  });
});

describe('what a conversation embeds', () => {
  it.each([
    ['conversation_tags', 'tagConversation', ids.tag.of(5)],
    ['conversation_contacts', 'addConversationContact', ids.contact.of(39)],
    ['conversation_teammates', 'addConversationTeammate', ids.admin.of(11)],
  ] as const)('%s: %s adds one, once, and moves its updated_at', async (stream, change, linked) => {
    const others = trueRows(stream).filter((row) => row.id !== linked);
    for (let time = 0; time < 2; time++) sandbox.change[change](id, linked, at);
    expect(trueRows(stream).map((row) => row.id)).toEqual([...others.map((row) => row.id), linked]);
    expect(JSON.stringify(await conversation())).toContain(`"id":"${linked}"`);
    expect((await conversation()).updated_at).toBe(at);
  });
});
