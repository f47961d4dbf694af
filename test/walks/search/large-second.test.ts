import { expect, it } from 'vitest';
import { search } from '../../../src/walks/search/search.ts';
import { contextOf, idsOf, progressOf, readAll } from '../support/reading.ts';
import { SearchServer, timeOut } from '../support/search-server.ts';

const rows = search({ name: 'rows', path: '/rows/search', recordsAt: 'data' });

it('30,000 records of one second with a poisoned one among them: all others arrive where ties turn round', async () => {
  const records = Array.from({ length: 30_000 }, (_, index) => ({ id: String(index), updated_at: 5_000 }));
  const server = new SearchServer(records, {
    ties: 'turned',
    onPage: ({ records: page }) => {
      if (page.some(({ id }) => id === '15000')) throw timeOut();
    },
  });
  const {
    records: found,
    error,
    progress,
  } = await readAll(rows, progressOf([{ from: 1_000, to: 9_000 }]), contextOf(server));
  expect(error).toMatchObject({ failureType: 'transient_error' });
  expect(new Set(idsOf(found)).size).toBe(29_999);
  expect(progress.gaps).toEqual([expect.objectContaining({ from: 5_000, to: 5_001 })]);
  expect(server.requests.length).toBeLessThan(300);
});
