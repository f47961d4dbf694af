import { describe, expect, it } from 'vitest';
import { ApiError, type Body } from '../../../src/intercom/api.ts';
import type { Job } from '../../../src/progress/progress.ts';
import { WindowReader } from '../../../src/walks/exports/window-reader.ts';
import { type Page, timeIn } from '../../../src/walks/walk.ts';
import { csv, DAY, type ExportServer, serverOf, source } from '../support/export-server.ts';
import { contextOf } from '../support/reading.ts';
import { refusal } from '../support/search-server.ts';

const window = { from: 100 * DAY, to: 110 * DAY };
const job: Job = { id: 'job-0', ...window };

/** A reader of what the server has, forty days of which are kept at the start of the sync. */
function readerOf(answers: ExportServer, syncStart = 0) {
  const { api, windows } = serverOf(answers);
  const context = contextOf(api, { syncStart });
  const options = {
    name: 'rows',
    time: (row: Body) => timeIn(row, 'at'),
    sleep: async () => undefined,
  };
  return { reader: new WindowReader(options, source, context), api, windows, context };
}

/** The pages of a window, without their leases, and whether it has been read. */
async function read(pages: AsyncGenerator<Page<Body>, boolean>) {
  const found: Page<Body>[] = [];
  for (;;) {
    const { done, value } = await pages.next();
    if (done) return { pages: found, isRead: value };
    const { lease: _, ...page } = value;
    found.push(page);
  }
}

describe('a window', () => {
  it('brings its job, then rows with how far the job has been read, and is done in the end', async () => {
    const { reader } = readerOf({ job: () => ({ text: csv([['a', window.from]]) }) });
    expect(await read(reader.read(window, undefined))).toEqual({
      isRead: true,
      pages: [
        { records: [], jobs: [job] },
        {
          records: [{ id: 'a', at: window.from }],
          jobs: [{ ...job, read: { rows: 1, last: expect.any(String) } }],
        },
        { records: [], gap: window, jobs: [] },
      ],
    });
  });

  it('without data is done without a download', async () => {
    const { reader, api } = readerOf({ job: () => ({ status: 'no_data' }) });
    const { pages, isRead } = await read(reader.read(window, undefined));
    expect([isRead, pages.at(-1)]).toEqual([true, { records: [], gap: window, jobs: [] }]);
    expect(api.paths).toEqual(['/make', '/status/job-0']);
  });

  it('whose job fails is not done, and the job is forgotten', async () => {
    const { reader, context } = readerOf({ job: () => ({ status: 'failed' }) });
    expect(await read(reader.read(window, undefined))).toEqual({
      isRead: false,
      pages: [
        { records: [], jobs: [job] },
        { records: [], jobs: [] },
      ],
    });
    expect(context.infos).toEqual([]);
  });

  it('gets another job where its own is gone, which is told', async () => {
    const { reader, windows, context } = readerOf({
      job: (_, index) => ({ status: index === 0 ? 'canceled' : 'no_data' }),
    });
    const { pages, isRead } = await read(reader.read(window, undefined));
    expect([isRead, windows.length]).toEqual([true, 2]);
    expect(pages.map(({ jobs }) => jobs?.map(({ id }) => id))).toEqual([['job-0'], ['job-1'], []]);
    expect(context.infos).toEqual([
      'rows: an export job has disappeared from Intercom, or its file cannot be read, so another one is made.',
    ]);
  });

  it('gets another job where the file of its own has expired', async () => {
    const { reader, windows } = readerOf({
      job: () => ({ text: csv([['a', window.from]]) }),
      download: (_, index) => {
        if (index === 0) throw refusal(404);
        return whole(csv([['a', window.from]]));
      },
    });
    const { pages, isRead } = await read(reader.read(window, undefined));
    expect([isRead, windows.length]).toEqual([true, 2]);
    expect(pages.flatMap(({ records }) => records)).toHaveLength(1);
  });

  it('gets another job where the file of a job from an earlier sync cannot be read', async () => {
    const { reader } = readerOf({
      job: (_, index) => ({ text: index === 0 ? 'made,before,a,column\n' : csv([['b', window.from]]) }),
    });
    const known = await reader.jobs.make(window);
    const { pages, isRead } = await read(reader.read(window, known));
    expect(isRead).toBe(true);
    expect(pages.map(({ jobs }) => jobs?.map(({ id }) => id))).toEqual([[], ['job-1'], ['job-1'], []]);
    expect(pages.flatMap(({ records }) => records)).toEqual([{ id: 'b', at: window.from }]);
  });

  it('whose file cannot be read forgets its job and fails the read, so that the next sync makes another one', async () => {
    const { reader } = readerOf({ job: () => ({ text: 'not,the,columns\n' }) });
    const pages = reader.read(window, undefined);
    expect((await pages.next()).value).toMatchObject({ jobs: [job] });
    expect((await pages.next()).value).toEqual({ records: [], jobs: [] });
    await expect(pages.next()).rejects.toMatchObject({ failureType: 'transient_error' });
  });

  it('whose jobs are gone again and again fails the read', async () => {
    const { reader, windows } = readerOf({ job: () => ({ status: 'canceled' }) });
    await expect(read(reader.read(window, undefined))).rejects.toMatchObject({
      failureType: 'transient_error',
      message: expect.stringMatching(/^Export jobs for rows vanish/),
      internalMessage: '3 export jobs of rows vanished',
    });
    expect(windows).toHaveLength(3);
  });
});

async function* whole(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('a file with as many rows as a file may have', () => {
  const rows = Array.from({ length: 5_000 }, (_, row): [string, number] => [`${row}`, window.from]);

  it('counts as cut off, and one with a row less as whole', async () => {
    for (const [count, isWhole] of [
      [5_000, false],
      [4_999, true],
    ] as const) {
      const { reader } = readerOf({ job: () => ({ text: csv(rows.slice(0, count)) }) });
      expect((await read(reader.read(window, undefined))).isRead).toBe(isWhole);
    }
  });

  it('counts as cut off, too, where an earlier read has written all of its rows', async () => {
    const server = { job: () => ({ text: csv(rows) }) };
    const { pages } = await read(readerOf(server).reader.read(window, undefined));
    const written = pages.flatMap(({ jobs = [] }) => jobs).findLast(({ read: done }) => done?.rows === 5_000);
    const { reader, api } = readerOf(server);
    await api.send({ method: 'POST', path: '/make', body: { ...window } });
    const again = await read(reader.read(window, written));
    expect(again).toEqual({ isRead: false, pages: [{ records: [], jobs: [] }] });
  });
});

describe('what Intercom may not keep', () => {
  const syncStart = window.to + 40 * DAY;
  const refused = (failure: Error) => ({
    job: (): never => {
      throw failure;
    },
  });

  it('is done without a row where it is refused as too old, which is told once', async () => {
    const { reader, context } = readerOf(refused(refusal(400)), syncStart);
    const done = { isRead: true, pages: [{ records: [], gap: window }] };
    expect(await read(reader.read(window, undefined))).toEqual(done);
    expect(await read(reader.read(window, undefined))).toEqual(done);
    expect(context.warnings).toEqual([
      'rows: Intercom does not export data from 1970-04-21 and before: it keeps data for some years only.',
    ]);
  });

  it.each([
    ['for another reason', refusal(403)],
    ['by no answer of Intercom', new TypeError('ours')],
    ['by an error that only looks like an answer', Object.assign(new Error('ours'), { status: 400 })],
  ])('fails the read where it is refused %s', async (_what, failure) => {
    const { reader, context } = readerOf(refused(failure), syncStart);
    await expect(read(reader.read(window, undefined))).rejects.toBe(failure);
    expect(context.warnings).toEqual([]);
  });

  it('ends a second later than what is surely kept', async () => {
    const { reader } = readerOf(refused(refusal(400)), syncStart - 1);
    await expect(read(reader.read(window, undefined))).rejects.toBeInstanceOf(ApiError);
  });

  it('has an edge, which no window crosses', () => {
    const { reader } = readerOf({ job: () => ({ status: 'no_data' }) }, syncStart);
    expect(reader.edgeAfter(window.to - 1)).toBe(window.to);
    expect(reader.edgeAfter(window.to)).toBe(Number.POSITIVE_INFINITY);
  });
});

it('the download ends when nobody wants more of it', async () => {
  let isClosed = false;
  const rows = Array.from({ length: 4_000 }, (_, row): [string, number] => [`${row}`, window.from]);
  const { reader } = readerOf({
    job: () => ({ text: csv(rows) }),
    download: async function* (text) {
      try {
        for (;;) yield Buffer.from(text);
      } finally {
        isClosed = true;
      }
    },
  });
  for await (const { records } of reader.read(window, undefined)) if (records.length > 0) break;
  expect(isClosed).toBe(true);
});
