import { describe, expect, it } from 'vitest';
import type { ApiRequest, Body } from '../../src/intercom/api.ts';
import { CompanyNotes } from '../../src/streams/companies/company-notes.ts';
import { companies } from '../../src/streams/companies/walk.ts';
import { contextOf, progressOf, readAll } from '../walks/support/reading.ts';
import { ScriptedApi } from '../walks/support/scripted-api.ts';
import { refusal } from '../walks/support/search-server.ts';

const note = (id: number): Body => ({ type: 'note', id: `${id}`, body: `<p>Note ${id}</p>` });
const whole = (...notes: Body[]) => ({ type: 'note.list', notes });

type Answer = (request: ApiRequest) => Body;

/** The notes in a read of the company k1, which holds `notes`; `answer` is what its own endpoint says. */
async function read(
  notes: unknown,
  answer?: Answer,
  { streams = ['company_notes'], isDeleted = false }: { streams?: readonly string[]; isDeleted?: boolean } = {},
) {
  let scrolled = false;
  const api = new ScriptedApi((request) => {
    if (request.path === '/companies/k1/notes') return answer?.(request) ?? {};
    if (request.path === '/companies/k1' && isDeleted) throw refusal(404);
    if (request.path !== '/companies/scroll') return { data: [] };
    const data = scrolled ? [] : [{ id: 'k1', updated_at: 5, segments: { segments: [] }, notes }];
    scrolled = true;
    return { data, scroll_param: 'token' };
  });
  const reading = await readAll(companies, progressOf([]), contextOf(api, { streams }));
  const calls = api.requests.filter(({ path }) => path.endsWith('/notes'));
  return { ...reading, rows: reading.records.flatMap((record) => new CompanyNotes().rows(record)), calls };
}

describe('the notes of a company', () => {
  it('come from the company without a call where it holds them', async () => {
    expect(await read(whole(note(1), note(2)))).toMatchObject({
      rows: [
        { ...note(1), company_id: 'k1' },
        { ...note(2), company_id: 'k1' },
      ],
      calls: [],
    });
  });

  it('are believed to be none where the company holds an empty list', async () => {
    expect(await read(whole())).toMatchObject({ rows: [], calls: [] });
  });

  it.each([undefined, null, {}, { notes: null }])(
    'are asked for, to the last page, where the company has %j',
    async (notes) => {
      const { rows, calls, error } = await read(notes, ({ query }) => {
        const page = Number(query?.page ?? 1);
        return { type: 'list', data: [note(page), note(page + 1)], pages: { type: 'pages', page, total_pages: 3 } };
      });
      expect(error).toBeUndefined();
      expect(rows.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
      expect(calls.map(({ query }) => query)).toEqual([
        { per_page: 50 },
        { per_page: 50, page: '2' },
        { per_page: 50, page: '3' },
      ]);
    },
  );

  it('are read again where one that is deleted meanwhile may have hidden another', async () => {
    let notes = [1, 2, 3, 4, 5];
    const { rows, calls } = await read(undefined, ({ query }) => {
      const page = Number(query?.page ?? 1);
      const data = notes.slice(2 * page - 2, 2 * page).map(note);
      const answer = { data, total_count: notes.length, pages: { page, total_pages: Math.ceil(notes.length / 2) } };
      notes = [2, 3, 4, 5];
      return answer;
    });
    expect(rows.map(({ id }) => id).toSorted()).toEqual(['1', '2', '3', '4', '5']);
    expect(calls).toHaveLength(4);
  });

  it('cost no call where nobody reads them', async () => {
    expect((await read(undefined, undefined, { streams: ['companies', 'company_tags'] })).calls).toEqual([]);
  });

  it('are none of a company that was deleted since it was listed', async () => {
    const notFound = () => {
      throw refusal(404);
    };
    const { rows, error, progress } = await read(undefined, notFound, { isDeleted: true });
    expect([rows, error, progress.retry]).toEqual([[], undefined, []]);
  });

  it('that are not found although the company is there are asked for again by the next sync', async () => {
    const { error, progress } = await read(undefined, () => {
      throw refusal(404);
    });
    expect([error, progress.retry]).toEqual([undefined, ['k1']]);
  });

  it('that Intercom fails to send are asked for again by the next sync', async () => {
    const { progress, error } = await read(undefined, () => {
      throw refusal(503);
    });
    expect([error, progress.retry]).toEqual([undefined, ['k1']]);
  });
});
