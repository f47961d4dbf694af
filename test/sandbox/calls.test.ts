import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRow, type Row } from '../../sandbox/json.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { ask, codeOf, rowsOf } from './client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ sizes: { contacts: 40, conversations: 80 } });
});
afterAll(() => sandbox.close());

const search = (ids: readonly unknown[]) => ask(sandbox, '/calls/search', { conversation_ids: ids });

describe('calls', () => {
  it('are in no order of their changes', async () => {
    const times = rowsOf((await ask(sandbox, '/calls')).body.data).map((call) => Number(call.updated_at));
    expect(times).not.toEqual([...times].sort((a, b) => a - b));
    expect(times).not.toEqual([...times].sort((a, b) => b - a));
  });

  it('have Unix seconds or ISO text, as the settings say', async () => {
    const [call] = sandbox.truth('calls');
    const id = String(call?.id);
    expect(typeof call?.updated_at).toBe('number');
    sandbox.set({ callTimes: 'iso' });
    const { body } = await ask(sandbox, `/calls/${id}`);
    expect([body.updated_at, [...sandbox.truth('calls')][0]]).toEqual([
      new Date(Number(call?.updated_at) * 1_000).toISOString(),
      body,
    ]);
    sandbox.set({ callTimes: 'seconds' });
  });

  it('are on the list at once when they are added, and move when they are touched', async () => {
    const id = sandbox.change.addCall(1_790_000_000, { state: 'missed' });
    sandbox.change.touchCall(id, 1_790_000_100);
    const { body } = await ask(sandbox, `/calls/${id}`);
    expect(body).toMatchObject({ created_at: 1_790_000_000, updated_at: 1_790_000_100, state: 'missed' });
    expect([...sandbox.truth('calls')].at(-1)).toEqual(body);
  });
});

describe('transcripts', () => {
  it('come with all calls of the conversations asked for', async () => {
    const calls = [...sandbox.truth('calls')];
    const [busiest] = [...new Set(calls.map((call) => call.conversation_id).filter((id) => id !== null))].sort(
      (a, b) => callsOf(calls, b).length - callsOf(calls, a).length,
    );
    expect(callsOf(calls, busiest).length).toBeGreaterThan(1);
    const found = rowsOf((await search([busiest])).body.data);
    expect(found.map(({ id }) => id)).toEqual(callsOf(calls, busiest).map(({ id }) => id));
  });

  it('are the truth, together with the text files of calls without a conversation', async () => {
    const calls = [...sandbox.truth('calls')];
    const conversations = [...new Set(calls.flatMap((call) => call.conversation_id ?? []))];
    const entries: Row[] = [];
    for (let first = 0; first < conversations.length; first += 20) {
      for (const call of rowsOf((await search(conversations.slice(first, first + 20))).body.data)) {
        entries.push(...rowsOf(call.transcript).map((entry, position) => ({ call_id: call.id, position, entry })));
      }
    }
    for (const { id } of callsOf(calls, null)) {
      const text = await transcriptFile(id);
      if (text !== undefined) entries.push({ call_id: id, position: 0, entry: { text } });
    }
    const truth = [...sandbox.truth('call_transcripts')].map(({ conversation_id: _of, ...row }) => row);
    expect(byCall(entries)).toEqual(byCall(truth));
    expect(truth.some(({ entry }) => isRow(entry) && Object.keys(entry).join() === 'text')).toBe(true);
  });

  it.each([[[]], [Array.from({ length: 21 }, (_, id) => String(id))]])(
    'are refused with 400 for none and for more than 20 conversations',
    async (ids) => {
      const answer = await search(ids);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'conversation_id_limit_exceeded']);
    },
  );
});

function callsOf(calls: readonly Row[], conversation: unknown): Row[] {
  return calls.filter((call) => call.conversation_id === conversation);
}

function byCall(entries: readonly Row[]): Row[] {
  return [...entries].sort((a, b) => Number(a.call_id) - Number(b.call_id) || Number(a.position) - Number(b.position));
}

/** The text file of a call; undefined when there is none. */
async function transcriptFile(id: unknown): Promise<string | undefined> {
  const headers = { Authorization: `Bearer ${sandbox.token}` };
  const response = await fetch(`${sandbox.url}/calls/${String(id)}/transcript`, { headers });
  if (response.status === 404) return undefined;
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  return response.text();
}
