import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ApiError, type Body } from '../../src/intercom/api.ts';
import { CallTranscripts } from '../../src/streams/calls/call-transcripts.ts';
import { contextOf, progressOf, readAll } from '../walks/support/reading.ts';
import { ScriptedApi } from '../walks/support/scripted-api.ts';

const stream = new CallTranscripts();
/** As the description of the API has it: an answer with transcripts holds no times. */
const transcribed = (...ids: string[]) =>
  ids.map((id) => ({ id, conversation_id: 'v1', transcript: [{ text: id }], transcript_status: 'completed' }));

/** The id and the cursor of each row, where `listed` calls have changed and the conversation has three calls. */
async function read(listed: readonly Body[], retry: readonly string[] = []) {
  const api = new ScriptedApi(({ path }) => {
    if (path === '/calls/search') return { data: transcribed('1', '2', '3') };
    return path === '/calls' ? { data: listed } : { id: '1', conversation_id: 'v1', updated_at: 7 };
  });
  const progress = { ...progressOf([{ from: 0, to: 9 }]), retry };
  const { records, error } = await readAll(stream.walk, progress, contextOf(api));
  expect(error).toBeUndefined();
  return records.flatMap((record) => stream.rows(record)).map((row) => [row.call_id, row.call_updated_at]);
}

it('transcripts have the times of the calls that were listed, and calls that have not changed are left out', async () => {
  const listed = [
    { id: '1', conversation_id: 'v1', updated_at: 5 },
    { id: '2', conversation_id: 'v1', updated_at: 6 },
  ];
  expect(await read(listed)).toEqual([
    ['1', 5],
    ['2', 6],
  ]);
});

it('a transcript that is asked for again comes alone, and those of the other calls with their own calls', async () => {
  expect(await read([], ['1'])).toEqual([['1', 7]]);
  expect(await read([{ id: '2', conversation_id: 'v1', updated_at: 6 }], ['1'])).toEqual([
    ['1', 7],
    ['2', 6],
  ]);
});

it('a call without a time is listed, so its transcript comes', async () => {
  expect(await read([{ id: '1', conversation_id: 'v1' }])).toEqual([['1', null]]);
});

it('calls of one conversation that are listed pages apart all have their transcripts', async () => {
  const conversationOf = (call: number) => (call === 60 ? 'v1' : `v${call}`);
  const calls = Array.from({ length: 60 }, (_, index) => ({
    id: String(index + 1),
    conversation_id: conversationOf(index + 1),
    updated_at: 5,
  }));
  const api = new ScriptedApi(async ({ path, query, body }) => {
    // The answers about the first page arrive before the last page does.
    await sleep(5);
    if (path === '/calls') {
      const page = Number(query?.page ?? 1);
      const data = calls.slice(25 * page - 25, 25 * page);
      return { data, total_count: calls.length, pages: { page, total_pages: 3 } };
    }
    const asked = Object(body).conversation_ids;
    const of = calls.filter((call) => asked.includes(call.conversation_id));
    return {
      data: of.map(({ updated_at: _, ...call }) => ({ ...call, transcript: [{}], transcript_status: 'completed' })),
    };
  });
  const { records, error } = await readAll(stream.walk, progressOf([{ from: 0, to: 9 }]), contextOf(api));
  expect(error).toBeUndefined();
  const rows = records.flatMap((record) => stream.rows(record));
  expect(new Set(rows.map((row) => row.call_id))).toEqual(new Set(calls.map(({ id }) => id)));
});

it('calls of one conversation that fail together are each asked for by the next sync', async () => {
  const listed = ['1', '2'].map((id) => ({ id, conversation_id: 'v1', updated_at: 5 }));
  const api = new ScriptedApi(({ path }) => {
    if (path === '/calls/search') throw new ApiError('No answer.', { failureType: 'transient_error', status: 500 });
    return { data: listed };
  });
  const { progress } = await readAll(stream.walk, progressOf([{ from: 0, to: 9 }]), contextOf(api));
  expect(progress.retry).toEqual(['1', '2']);
});
