import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Destination } from '../support/destination.ts';
import { differences, rowsIn, strangers } from '../support/truth.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { FOR_EVER, onCall, pagedWorkspace } from '../support/workspaces.ts';
import { read } from './support/reading.ts';

useVirtualTime();

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await pagedWorkspace();
});
afterEach(() => sandbox.close());

/** The id of the row in the middle of a stream, by the time of its last change. */
function middleOf(stream: 'conversations' | 'contacts' | 'tickets'): string {
  const rows = rowsIn(sandbox, stream).toSorted((a, b) => Number(a.updated_at) - Number(b.updated_at));
  return String(rows[Math.floor(rows.length / 2)]?.id);
}

describe('a conversation whose own call fails for ever', () => {
  const names = ['conversations', 'conversation_parts', 'tags'];

  it('costs only its own parts, and the next sync asks for it first', async () => {
    const id = String(rowsIn(sandbox, 'conversation_parts')[200]?.conversation_id);
    sandbox.faults.add({ kind: 'status', status: 500, match: { path: `/conversations/${id}` }, ...FOR_EVER });
    const first = await read(sandbox, { names });
    expect(first.exitCode).toBe(1);
    expect(first.errors).toEqual([
      expect.objectContaining({
        stream_descriptor: { name: 'conversation_parts' },
        failure_type: 'transient_error',
        message: expect.stringContaining(id),
      }),
    ]);
    expect(first.lastStatuses.conversations).toBe('COMPLETE');
    expect(first.lastState('conversation_parts')).toMatchObject({ progress: { gaps: [], retry: [id] } });
    const parts = rowsIn(sandbox, 'conversation_parts').filter((part) => part.conversation_id !== id);
    expect(first.rows('conversation_parts')).toHaveLength(parts.length);
    expect(sandbox.calls.count(`/conversations/${id}`)).toBeLessThanOrEqual(6);

    sandbox.faults.clear();
    sandbox.calls.clear();
    const second = await read(sandbox, { names: ['conversation_parts'], state: first.lastStates });
    expect(second.exitCode).toBe(0);
    const [, asked] = sandbox.calls.all(/^\/conversations\/\d+$|^\/me$/);
    expect(asked?.path).toBe(`/conversations/${id}`);
    expect(second.rows('conversation_parts').length).toBeGreaterThan(0);
    expect(strangers(second, sandbox, 'conversation_parts')).toEqual([]);
    expect(JSON.stringify(second.lastState('conversation_parts'))).not.toContain('retry');
    expect(differences(new Destination(first, second), sandbox, ['conversation_parts'])).toEqual([]);
  });
});

describe.each([
  ['tickets', '/tickets/search', 'incremental'],
  ['tickets', '/tickets/search', 'full_refresh'],
  ['contacts', '/contacts/search', 'incremental'],
] as const)('a record of %s that a page of %s fails on, %s,', (stream, path, mode) => {
  it('at 150 and at 50 is asked for in smaller pages', async () => {
    sandbox.faults.add({ kind: 'poison', id: middleOf(stream), largerThan: 10, match: { path } });
    const outcome = await read(sandbox, { names: [stream], mode });
    expect(outcome.exitCode).toBe(0);
    expect(differences(outcome, sandbox, [stream])).toEqual([]);
    expect(sandbox.calls.count(path)).toBeLessThan(40);
  });

  it('in any size costs only itself, and the next sync tries again', async () => {
    const id = middleOf(stream);
    sandbox.faults.add({ kind: 'poison', id, largerThan: 0, match: { path } });
    const first = await read(sandbox, { names: [stream, 'tags'], mode });
    expect(first.exitCode).toBe(1);
    expect(first.error(stream)?.failure_type).toBe('transient_error');
    expect(first.lastStatuses.tags).toBe('COMPLETE');
    const came = new Set(first.column(stream));
    expect(rowsIn(sandbox, stream).filter((row) => !came.has(String(row.id)))).toEqual([
      expect.objectContaining({ id }),
    ]);
    expect(sandbox.calls.count(path)).toBeLessThan(80);

    sandbox.faults.clear();
    sandbox.calls.clear();
    const second = await read(sandbox, { names: [stream], mode, state: first.lastStates });
    expect(second.exitCode).toBe(0);
    expect(second.column(stream)).toContain(id);
    expect(sandbox.calls.count(path)).toBeLessThan(5);
  });
});

describe('records that disappear while they are read', () => {
  it('a conversation deleted after it was found is left out of the parts, and nothing else is', async () => {
    const id = middleOf('conversations');
    onCall(sandbox, /^\/conversations\/\d+$/, 1, () => sandbox.change.deleteConversation(id));
    const outcome = await read(sandbox, { names: ['conversation_parts', 'tags'] });
    expect(outcome.exitCode).toBe(0);
    expect(differences(outcome, sandbox, ['conversation_parts', 'tags'])).toEqual([]);
    expect(strangers(outcome, sandbox, 'conversation_parts')).toEqual([]);
    expect(outcome.logs.join('\n')).toMatch(/1 records? w.* deleted/);
  });

  it('a search goes on although the record that its page ended with is gone', async () => {
    const oldestFirst = rowsIn(sandbox, 'contacts').toSorted((a, b) => Number(a.updated_at) - Number(b.updated_at));
    onCall(sandbox, '/contacts/search', 2, () => sandbox.change.deleteContact(String(oldestFirst[149]?.id)));
    const outcome = await read(sandbox, { names: ['contacts'] });
    expect(outcome.exitCode).toBe(0);
    expect(differences(outcome, sandbox, ['contacts'])).toEqual([]);
  });

  it('a contact merged away while its lists are completed comes as it was found, its survivor with its history', async () => {
    const cut = rowsIn(sandbox, 'contacts').filter((contact) => Object(contact.tags).has_more === true);
    const [gone, survivor] = cut.map((contact) => String(contact.id));
    if (gone === undefined || survivor === undefined) throw new Error('The workspace has too few tags');
    onCall(sandbox, /^\/contacts\/\w+\/tags$/, 1, () => sandbox.change.mergeContacts(gone, survivor));
    const first = await read(sandbox, { names: ['contacts'] });
    expect(first.exitCode).toBe(0);
    await sleep(2_000); // A sync covers the seconds before the one it starts in.
    const second = await read(sandbox, { names: ['contacts'], state: first.lastStates });
    const history = second.rows('contacts').find(({ id }) => id === survivor)?.merge_history;
    expect(JSON.stringify(history)).toContain(gone);
    expect(second.exitCode).toBe(0);
  });
});
