import { describe, expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { conversationsWithParts, partsOf } from '../../src/streams/conversations/walks.ts';
import { contextOf, idsOf, progressOf, readAll } from '../walks/support/reading.ts';
import { ScriptedApi } from '../walks/support/scripted-api.ts';

const parts = (count: number, total = count) => ({
  type: 'conversation_part.list',
  conversation_parts: Array.from({ length: count }, (_, index) => ({ id: String(index) })),
  total_count: total,
});

/** Reads conversations 0, 1, 2 …; `partsIn` says which parts the `call`th call for one of them brings. */
async function read(count: number, partsIn: (id: string, call: number) => unknown) {
  const conversations = Array.from({ length: count }, (_, index) => ({
    id: String(index),
    title: null,
    created_at: 5,
    updated_at: 1_000 + index,
  }));
  const calls = new Map<string, number>();
  const api = new ScriptedApi(({ path }): Body => {
    if (path === '/conversations/search') return { conversations, total_count: count };
    const id = path.replace('/conversations/', '');
    calls.set(id, (calls.get(id) ?? 0) + 1);
    return { id, conversation_parts: partsIn(id, calls.get(id) ?? 0) };
  });
  const context = contextOf(api);
  const reading = await readAll(conversationsWithParts, progressOf([{ from: 0, to: 5_000 }]), context);
  return { ...reading, warnings: context.warnings, callsFor: (id: string) => calls.get(id) };
}

const counts = (records: readonly { body: Body }[]) => records.map(({ body }) => partsOf(body).length);

describe('the parts of conversations', () => {
  it('all come with each changed conversation, whatever their age', async () => {
    const { records, warnings, progress, callsFor } = await read(2, () => parts(40));
    expect(counts(records)).toEqual([40, 40]);
    expect(records.map(({ parent }) => parent)).toEqual([
      { id: '0', created_at: 5, updated_at: 1_000 },
      { id: '1', created_at: 5, updated_at: 1_001 },
    ]);
    expect([warnings, progress.gaps, callsFor('0')]).toEqual([[], [], 1]);
  });

  it.each([undefined, null, {}, { conversation_parts: null }])(
    'that are absent are not empty: with %j the conversation is kept to be asked again',
    async (list) => {
      const { records, progress, error } = await read(2, (id) => (id === '0' ? list : parts(1)));
      expect(error).toBeUndefined();
      expect(idsOf(records.map(({ parent }) => parent))).toEqual(['1']);
      expect(progress).toMatchObject({ gaps: [], retry: ['0'] });
    },
  );

  it('of another conversation than the one asked for are not taken', async () => {
    const api = new ScriptedApi(({ path }): Body => {
      if (path === '/conversations/search') return { conversations: [{ id: '1', updated_at: 1_000 }] };
      return { id: '2', conversation_parts: parts(1) };
    });
    const { records, progress } = await readAll(
      conversationsWithParts,
      progressOf([{ from: 0, to: 5_000 }]),
      contextOf(api),
    );
    expect([records, progress.retry]).toEqual([[], ['1']]);
  });

  it.each([null, undefined, '40'])('are taken as they come where there is no count of them but %j', async (total) => {
    const { records, warnings, callsFor } = await read(1, () => ({
      conversation_parts: [{ id: '1' }],
      total_count: total,
    }));
    expect([counts(records), warnings, callsFor('0')]).toEqual([[1], [], 1]);
  });
});

describe('a conversation with more parts than Intercom returns', () => {
  it('is told once, with its id and the numbers, and not asked again', async () => {
    const { records, warnings, callsFor } = await read(1, () => parts(500, 731));
    expect(counts(records)).toEqual([500]);
    expect(warnings).toEqual([expect.stringMatching(/^Conversation 0 has 731 parts, .* newest 500\./)]);
    expect(callsFor('0')).toBe(1);
  });

  it('is told by itself a few times only, then in a number', async () => {
    const { warnings } = await read(12, () => parts(500, 731));
    expect(warnings).toHaveLength(6);
    expect(warnings.at(-1)).toBe('… and 7 more conversations with more parts than the 500 that Intercom returns.');
  });
});

describe('a conversation with fewer parts than its count', () => {
  it('is asked once more, and taken when the parts are there', async () => {
    const { records, warnings, progress, callsFor } = await read(1, (_, call) => parts(call === 1 ? 30 : 40, 40));
    expect([counts(records), warnings, callsFor('0')]).toEqual([[40], [], 2]);
    expect(progress).toMatchObject({ gaps: [], retry: [] });
  });

  it('is accepted with a warning when it comes again with the same number', async () => {
    const { records, warnings, error, progress, callsFor } = await read(1, () => parts(11, 14));
    expect([counts(records), error, callsFor('0')]).toEqual([[11], undefined, 2]);
    expect(progress).toMatchObject({ gaps: [], retry: [] });
    expect(warnings).toEqual([expect.stringMatching(/^Conversation 0 counts 14 parts, but Intercom sends 11,/)]);
  });

  it('is kept to be asked again when another number is missing each time', async () => {
    const { records, warnings, error, progress } = await read(1, (_, call) => parts(10 + call, 14));
    expect([records, warnings, error]).toEqual([[], [], undefined]);
    expect(progress).toMatchObject({ gaps: [], retry: ['0'] });
  });

  it('is accepted when a part is added between the two calls', async () => {
    const { records, progress } = await read(1, (_, call) => parts(10 + call, 13 + call));
    expect([counts(records), progress.retry]).toEqual([[12], []]);
  });

  it('is told by itself a few times only, then in a number', async () => {
    const { warnings, records } = await read(317, () => parts(11, 14));
    expect(records).toHaveLength(317);
    expect(warnings).toHaveLength(6);
    expect(warnings.at(-1)).toBe('… and 312 more conversations with fewer parts than their count.');
  });
});
