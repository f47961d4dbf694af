import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { EmbeddedListStream } from '../../src/streams/child-stream.ts';
import { Connector, streamNames, streams } from '../support/connector.ts';
import { differences, rowsIn } from '../support/truth.ts';

const sizes = { contacts: 30, companies: 30, conversations: 40, tickets: 20 };
const sandbox = await startSandbox({ sizes, rateLimit: { perWindow: 1_000_000 } });
const connector = new Connector(sandbox, { config: { start_date: '2000-01-01T00:00:00Z' } });
afterEach(() => {
  sandbox.faults.clear();
  sandbox.calls.clear();
});
afterAll(() => sandbox.close());

/** Streams of lists that records hold, the property with the list, and the calls that list these records. */
const embedded = streams.flatMap((stream) => {
  if (stream.name === 'team_admins') return [{ name: stream.name, property: 'admin_ids', listing: /^\/teams$/ }];
  if (!(stream instanceof EmbeddedListStream)) return [];
  const property = String(Object(stream).listAt[0].split('.')[0]);
  return [{ name: stream.name, property, listing: /\/(search|scroll)$|^\/ticket_types$/ }];
});

it('concerns all streams that are made without a call of their own', () => {
  const ofParent = streams.filter(({ source }) => source.startsWith('with `')).map(({ name }) => name);
  expect(embedded.map(({ name }) => name)).toEqual(ofParent);
  expect(ofParent.length).toBeGreaterThan(9);
});

describe.each(embedded)('$name, where the listing leaves $property out', ({ name, property, listing }) => {
  const leaveOut = (path: RegExp) =>
    sandbox.faults.add({ kind: 'dropEmbedded', field: property, match: { path }, times: Number.POSITIVE_INFINITY });

  it('come from other calls, all of them', async () => {
    leaveOut(listing);
    const outcome = await connector.read([name], 'incremental');

    expect([outcome.exitCode, outcome.errors]).toEqual([0, []]);
    expect(sandbox.faults.struck).toBeGreaterThan(0);
    expect(rowsIn(sandbox, name).length).toBeGreaterThan(0);
    expect(differences(outcome, sandbox, [name])).toEqual([]);
  });

  it('do not end as complete and empty without a word, when no call has it', async () => {
    leaveOut(/./);
    const outcome = await connector.read([name], 'incremental');

    const isSilent = outcome.exitCode === 0 && !outcome.warnings.some((warning) => warning.includes(property));
    expect(isSilent && outcome.rows(name).length === 0).toBe(false);
  });
});

it('nobody asks for a list that no stream of the read is made of', async () => {
  const asked = () => sandbox.calls.count(/^\/(conversations|teams|ticket_types)\/\d+$/);
  for (const field of ['tags', 'contacts', 'teammates', 'admin_ids', 'ticket_type_attributes']) {
    sandbox.faults.add({ kind: 'dropEmbedded', field, times: Number.POSITIVE_INFINITY });
  }
  await connector.read(['conversations', 'teams', 'ticket_types'], 'incremental');
  expect(asked()).toBe(0);
  expect(streamNames).toContain('conversation_tags');
});
