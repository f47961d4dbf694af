import { describe, expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { withLists } from '../../src/streams/missing-lists.ts';
import { list } from '../../src/walks/list.ts';
import { contextOf, progressOf, readAll } from '../walks/support/reading.ts';
import { ScriptedApi } from '../walks/support/scripted-api.ts';
import { refusal } from '../walks/support/search-server.ts';

const things = withLists(list({ name: 'things', path: '/things', recordsAt: 'data' }), {
  noun: 'thing',
  listsOf: { thing_tags: ['tags.tags'], thing_friends: ['friends.a', 'friends.b'] },
  request: (id) => ({ method: 'GET', path: `/things/${id}` }),
});

/** The records in a read of these things; `own` is what their own calls say. */
async function read(data: readonly Body[], own: (id: string) => Body, streams: readonly string[] = ['thing_tags']) {
  const api = new ScriptedApi(({ path }) => (path === '/things' ? { data } : own(path.slice('/things/'.length))));
  const context = contextOf(api, { streams });
  const reading = await readAll(things, progressOf([]), context);
  return {
    ...reading,
    warnings: context.warnings,
    asked: api.requests.map(({ path }) => path).filter((path) => path !== '/things'),
  };
}

const tags = { tags: [{ id: 't' }] };

describe('a list that a record should hold', () => {
  it.each([tags, { tags: [] }, null])('is believed where the record has %j', async (held) => {
    const { records, asked } = await read([{ id: '1', tags: held }], () => ({}));
    expect([records, asked]).toEqual([[{ id: '1', tags: held }], []]);
  });

  it.each([undefined, {}, { tags: null }, 5])('is asked for where the record has %j', async (held) => {
    const { records, warnings } = await read([{ id: '1', tags: held }], (id) => ({ id, tags, name: 'own' }));
    expect([records, warnings]).toEqual([[{ id: '1', tags }], []]);
  });

  it('is asked for once for all lists of a record that are read', async () => {
    const streams = ['things', 'thing_tags', 'thing_friends'];
    const { records, asked } = await read([{ id: '1' }], (id) => ({ id, tags, friends: { b: [] } }), streams);
    expect([records, asked]).toEqual([[{ id: '1', tags, friends: { b: [] } }], ['/things/1']]);
  });

  it('is asked for of a record on the retry list, although no stream that is read needs it any more', async () => {
    const progress = { ...progressOf([]), retry: ['1'] };
    const api = new ScriptedApi(({ path }) => (path === '/things' ? { data: [] } : { id: '1', tags }));
    const reading = await readAll(things, progress, contextOf(api, { streams: ['things'] }));
    expect([reading.records, reading.progress.retry]).toEqual([[{ id: '1', tags }], []]);
  });

  it('is not asked for where no stream needs it', async () => {
    expect(await read([{ id: '1' }], () => ({}), ['things'])).toMatchObject({ records: [{ id: '1' }], asked: [] });
  });

  it('counts as empty with a warning where the own answer lacks it too', async () => {
    const { records, warnings, error } = await read([{ id: '1' }], (id) => ({ id }));
    expect([records, error]).toEqual([[{ id: '1' }], undefined]);
    expect(warnings).toEqual([
      "Intercom's answer for thing 1 has no tags, also when it is asked for by itself: taken for none.",
    ]);
  });

  it('is asked for no longer after twenty answers in a row that lack it, and each record counts in the warning', async () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ id: String(index) }));
    // The fifth is the only one that has it.
    const { asked, warnings, records } = await read(many, (id) => (id === '4' ? { id, tags } : { id }));
    expect(asked.length).toBeGreaterThanOrEqual(25);
    expect(records[4]).toEqual({ id: '4', tags });
    expect(warnings).toHaveLength(6);
    expect(warnings[5]).toBe('… and 44 more records with a list that Intercom leaves out: taken for empty.');
  });

  it('stays out of a record that is gone', async () => {
    const { records, error } = await read([{ id: '1' }], () => {
      throw refusal(404);
    });
    expect([records, error]).toEqual([[{ id: '1' }], undefined]);
  });

  it('is not taken from another record', async () => {
    const { pages } = await read([{ id: '1' }], () => ({ id: '2', tags }));
    expect(pages[0]?.retry).toEqual(['1']);
  });
});
