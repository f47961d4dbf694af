import { expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
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

it('transcripts that are asked for again come with those of all calls of their conversation', async () => {
  expect(await read([], ['1'])).toEqual([
    ['1', 7],
    ['2', 7],
    ['3', 7],
  ]);
});
