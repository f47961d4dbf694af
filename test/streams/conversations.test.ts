import { expect, test } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { conversationsWithParts, partsOf } from '../../src/streams/conversations/walks.ts';
import { contextOf, idsOf, progressOf, readAll } from '../walks/support/reading.ts';
import { answering } from '../walks/support/scripted-api.ts';

const parts = (count: number, total = count) => ({
  type: 'conversation_part.list',
  conversation_parts: Array.from({ length: count }, (_, index) => ({ id: String(index) })),
  total_count: total,
});

async function read(list: unknown) {
  const conversation: Body = { id: '9', updated_at: 1_000 };
  const api = answering({
    '/conversations/search': { conversations: [conversation, { id: '10', updated_at: 1_001 }] },
    '/conversations/9': { ...conversation, conversation_parts: list },
    '/conversations/10': { id: '10', conversation_parts: parts(1) },
  });
  const context = contextOf(api);
  return { ...(await readAll(conversationsWithParts, progressOf([{ from: 0, to: 2_000 }]), context)), ...context };
}

test('trap 9: each changed conversation brings all its parts, whatever their age', async () => {
  const { records, warnings } = await read(parts(40));
  expect(partsOf(records[0]?.body ?? {})).toHaveLength(40);
  expect(warnings).toEqual([]);
});

test('trap 11, pain 7: more parts than Intercom returns are told once, with the id and the numbers', async () => {
  const { records, warnings } = await read(parts(500, 731));
  expect(partsOf(records[0]?.body ?? {})).toHaveLength(500);
  expect(warnings).toEqual([expect.stringMatching(/Conversation 9 has 731 parts, .* newest 500/)]);
});

test.each([undefined, null, {}, { conversation_parts: null }])(
  'absent is not empty: a conversation whose parts are %j is kept to be asked again',
  async (list) => {
    const { records, progress, error } = await read(list);
    expect(error).toBeUndefined();
    expect(idsOf(records.map(({ parent }) => parent))).toEqual(['10']);
    expect(progress).toMatchObject({ gaps: [], retry: ['9'] });
  },
);
