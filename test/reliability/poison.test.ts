import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { differences, strangers } from './support/expected.ts';
import { onCall } from './support/hooks.ts';
import { readHere } from './support/in-process.ts';
import { workspaceOf } from './support/inputs.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function open(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox(workspaceOf(options));
}

/** The id of the row in the middle of a stream, by the time of its last change. */
function middleOf(stream: 'conversations' | 'contacts' | 'tickets'): string {
  const rows = [...sandbox.truth(stream)].sort((a, b) => Number(a.updated_at) - Number(b.updated_at));
  return String(rows[Math.floor(rows.length / 2)]?.id);
}

describe('a conversation whose own call fails for ever', () => {
  const names = ['conversations', 'conversation_parts', 'tags'];

  it('costs only its own parts, and the next sync asks for it first', async () => {
    await open();
    const id = String([...sandbox.truth('conversation_parts')][200]?.conversation_id);
    sandbox.faults.add({ kind: 'status', status: 500, match: { path: `/conversations/${id}` }, times: 1e9 });
    const first = await readHere({ sandbox, names });
    expect(first.code).toBe(1);
    expect(first.printed.errors).toEqual([
      { stream: 'conversation_parts', failureType: 'transient_error', message: expect.stringContaining(id) },
    ]);
    expect(first.printed.statuses.get('conversations')).toBe('COMPLETE');
    expect(first.printed.stateOf('conversation_parts')).toMatchObject({ progress: { gaps: [], retry: [id] } });
    const parts = [...sandbox.truth('conversation_parts')].filter((part) => part.conversation_id !== id);
    expect(first.printed.records.get('conversation_parts')).toBe(parts.length);
    expect(sandbox.calls.count(`/conversations/${id}`)).toBeLessThanOrEqual(6);

    sandbox.faults.clear();
    sandbox.calls.clear();
    const second = await readHere({ sandbox, names: ['conversation_parts'], state: first.printed.stateFile });
    expect(second.code).toBe(0);
    const [, asked] = sandbox.calls.all(/^\/conversations\/\d+$|^\/me$/);
    expect(asked?.path).toBe(`/conversations/${id}`);
    expect(second.printed.records.get('conversation_parts')).toBeGreaterThan(0);
    expect(strangers(second.printed, sandbox, 'conversation_parts')).toEqual([]);
    expect(JSON.stringify(second.printed.stateOf('conversation_parts'))).not.toContain('retry');
    const arrived = new Set([
      ...(first.printed.rows.get('conversation_parts')?.keys() ?? []),
      ...(second.printed.rows.get('conversation_parts')?.keys() ?? []),
    ]);
    expect(arrived.size).toBe(sandbox.count('conversation_parts'));
  });
});

describe.each([
  ['tickets', '/tickets/search', 'incremental'],
  ['tickets', '/tickets/search', 'full_refresh'],
  ['contacts', '/contacts/search', 'incremental'],
] as const)('a record of %s that a page of %s fails on, %s,', (stream, path, mode) => {
  it('at 150 and at 50 is asked for in smaller pages', async () => {
    await open();
    sandbox.faults.add({ kind: 'poison', id: middleOf(stream), largerThan: 10, match: { path } });
    const { printed, code } = await readHere({ sandbox, names: [stream], mode });
    expect(code).toBe(0);
    expect(differences(printed, sandbox, [stream])).toEqual([]);
    expect(sandbox.calls.count(path)).toBeLessThan(40);
  });

  it('in any size costs only itself, and the next sync tries again', async () => {
    await open();
    const id = middleOf(stream);
    sandbox.faults.add({ kind: 'poison', id, largerThan: 0, match: { path } });
    const first = await readHere({ sandbox, names: [stream, 'tags'], mode });
    expect(first.code).toBe(1);
    expect(first.printed.errorOf(stream)?.failureType).toBe('transient_error');
    expect(first.printed.statuses.get('tags')).toBe('COMPLETE');
    const all = [...sandbox.truth(stream)].map((row) => String(row.id));
    const missing = all.filter((key) => first.printed.rows.get(stream)?.has(key) !== true);
    expect(missing).toEqual([id]);
    expect(sandbox.calls.count(path)).toBeLessThan(80);

    sandbox.faults.clear();
    sandbox.calls.clear();
    const second = await readHere({ sandbox, names: [stream], mode, state: first.printed.stateFile });
    expect(second.code).toBe(0);
    expect(second.printed.rows.get(stream)?.has(id)).toBe(true);
    expect(sandbox.calls.count(path)).toBeLessThan(5);
  });
});

describe('records that disappear while they are read', () => {
  it('a conversation deleted after it was found is left out of the parts, and nothing else is', async () => {
    await open();
    const id = middleOf('conversations');
    onCall(sandbox, /^\/conversations\/\d+$/, 1, () => sandbox.change.deleteConversation(id));
    const { printed, code } = await readHere({ sandbox, names: ['conversation_parts', 'tags'] });
    expect(code).toBe(0);
    expect(differences(printed, sandbox, ['conversation_parts', 'tags'])).toEqual([]);
    expect(strangers(printed, sandbox, 'conversation_parts')).toEqual([]);
    expect(printed.logs.join()).toMatch(/1 records? w.* deleted/);
  });

  it('a search goes on although the record that its page ended with is gone', async () => {
    await open();
    const oldestFirst = [...sandbox.truth('contacts')].sort((a, b) => Number(a.updated_at) - Number(b.updated_at));
    onCall(sandbox, '/contacts/search', 2, () => sandbox.change.deleteContact(String(oldestFirst[149]?.id)));
    const { printed, code } = await readHere({ sandbox, names: ['contacts'] });
    expect(code).toBe(0);
    expect(differences(printed, sandbox, ['contacts'])).toEqual([]);
  });

  it('a contact merged away while its lists are completed comes as it was found, its survivor with its history', async () => {
    await open();
    const cut = [...sandbox.truth('contacts')].filter((contact) => Object(contact.tags).has_more === true);
    const [gone, survivor] = cut.map((contact) => String(contact.id));
    if (gone === undefined || survivor === undefined) throw new Error('The workspace has too few tags');
    onCall(sandbox, /^\/contacts\/\w+\/tags$/, 1, () => sandbox.change.mergeContacts(gone, survivor));
    const first = await readHere({ sandbox, names: ['contacts'] });
    expect(first.code).toBe(0);
    const second = await readHere({ sandbox, names: ['contacts'], state: first.printed.stateFile });
    const history = second.printed.rows.get('contacts')?.get(survivor)?.merge_history;
    expect(JSON.stringify(history)).toContain(gone);
    expect(second.code).toBe(0);
  });
});
