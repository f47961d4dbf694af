import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ApiError, type Body } from '../../../src/intercom/api.ts';
import type { Gap, Job } from '../../../src/progress/progress.ts';
import { type ExportOptions, exportJobs } from '../../../src/walks/exports/exports.ts';
import { timeIn } from '../../../src/walks/walk.ts';
import { csv, DAY, type ExportServer, serverOf, source } from '../support/export-server.ts';
import { contextOf, progressOf, readAll } from '../support/reading.ts';
import { refusal } from '../support/search-server.ts';

const lag = 15 * 60;

const options: ExportOptions = {
  name: 'rows',
  open: () => source,
  time: (row) => timeIn(row, 'at'),
  probe: { method: 'GET', path: '/status/0' },
  sleep: async () => undefined,
};
const walk = exportJobs(options);

const gap = { from: 100 * DAY, to: 110 * DAY };
const idsOf = (records: readonly Body[]) => records.map(({ id }) => id);

describe('the walk', () => {
  it('goes on where an interrupted read ended, and is probed without a job', () => {
    const { read: _, ...described } = walk;
    expect(described).toStrictEqual({
      name: 'rows',
      isResumable: true,
      usesRange: true,
      changedAt: expect.any(Function),
      probe: expect.any(Function),
    });
    expect(walk.probe(0)).toBe(options.probe);
  });

  it('leaves no row out by its own time', () => {
    expect(walk.changedAt({ at: 5 })).toBeNaN();
  });

  it('may have a probe to which "not found" is the normal answer', () => {
    expect(exportJobs({ ...options, isProbeNotFoundNormal: true }).isProbeNotFoundNormal).toBe(true);
  });
});

describe('the windows', () => {
  it('are of 30 days, one after the other, from shortly before the workspace was made', async () => {
    const { api, windows } = serverOf({ job: () => ({ status: 'no_data' }) });
    const context = contextOf(api, { workspaceCreatedAt: 50 * DAY });
    const { progress } = await readAll(walk, progressOf([{ from: 0, to: 110 * DAY }]), context);
    expect(windows.map(({ from, to }) => [from / DAY, to / DAY])).toEqual([
      [49, 79],
      [79, 109],
      [109, 110],
    ]);
    expect(progress).toMatchObject({ gaps: [] });
    expect(progress).not.toHaveProperty('jobs');
  });

  it('bring a row at their border once, and a row that changed in between twice', async () => {
    const border = 130 * DAY;
    const { api } = serverOf({
      job: (_, index) => ({
        text: csv([
          ['same', border],
          [`changed-${index}`, border],
          ...(index === 0 ? [] : [['late', border - 1] as const]),
        ]),
      }),
    });
    const { records } = await readAll(walk, progressOf([{ from: 100 * DAY, to: 131 * DAY }]), contextOf(api));
    expect(idsOf(records)).toEqual(['same', 'changed-0', 'changed-1', 'late']);
  });

  it('are cut where Intercom keeps no data, and what it refuses there is told once', async () => {
    const { api, windows } = serverOf({
      job: ({ from }) => {
        if (from < 160 * DAY) throw refusal(400);
        return { text: csv([['a', from]]) };
      },
    });
    const context = contextOf(api, { syncStart: 200 * DAY });
    const { records, error } = await readAll(walk, progressOf([{ from: 90 * DAY, to: 165 * DAY }]), context);
    expect([error, idsOf(records)]).toEqual([undefined, ['a']]);
    expect(windows.map(({ to }) => to / DAY)).toEqual([120, 150, 160, 165]);
    expect(context.warnings).toEqual([expect.stringMatching(/does not export data from 1970-05-01 and before/)]);
  });

  it('that are refused although their data is kept fail the read', async () => {
    const { api } = serverOf({
      job: () => {
        throw refusal(400);
      },
    });
    const { error } = await readAll(walk, progressOf([gap]), contextOf(api, { syncStart: 111 * DAY }));
    expect(error).toBeInstanceOf(ApiError);
    expect(api.requests).toHaveLength(1);
  });

  it('whose files Intercom cuts off are halved', async () => {
    const many = Array.from({ length: 5_000 }, (_, row): [string, number] => [`${row}`, gap.from]);
    const { api, windows } = serverOf({ job: (_, index) => ({ text: csv(index === 0 ? many : [['a', gap.from]]) }) });
    const { progress, error } = await readAll(walk, progressOf([gap]), contextOf(api));
    expect(error).toBeUndefined();
    expect(windows.map(({ from, to }) => (to - from) / DAY)).toEqual([10, 5, 5]);
    expect(progress.gaps).toEqual([]);
  });
});

describe('windows whose jobs fail', () => {
  const hour = 3_600;

  it('are halved down to an hour, which is told, before the read fails', async () => {
    const { api, windows } = serverOf({ job: () => ({ status: 'failed' }) });
    const context = contextOf(api);
    const { error, progress, records } = await readAll(walk, progressOf([{ from: 0, to: 5 * hour }]), context);
    expect(windows.map(({ from, to }) => [from, to / hour])).toEqual([
      [0, 5],
      [0, 2.5],
      [0, 1.25],
      [0, 1],
    ]);
    expect(context.infos).toEqual([
      'rows: the export of 5 hours failed. Exporting 2.5 hours at a time from now on.',
      'rows: the export of 2.5 hours failed. Exporting 1.3 hours at a time from now on.',
      'rows: the export of 1.3 hours failed. Exporting an hour at a time from now on.',
    ]);
    expect(error).toMatchObject({
      failureType: 'transient_error',
      message: expect.stringMatching(/^Intercom's export jobs for rows fail or end too early/),
      internalMessage: 'export jobs of rows failed for the shortest window',
    });
    expect([records, progress]).toEqual([[], progressOf([{ from: 0, to: 5 * hour }])]);
  });

  it('stay short from then on', async () => {
    const { api, windows } = serverOf({ job: (_, index) => ({ status: index === 0 ? 'failed' : 'no_data' }) });
    const { error, progress } = await readAll(walk, progressOf([{ from: 0, to: 8 * hour }]), contextOf(api));
    expect(windows.map(({ from, to }) => [from / hour, to / hour])).toEqual([
      [0, 8],
      [0, 4],
      [4, 8],
    ]);
    expect([error, progress.gaps]).toEqual([undefined, []]);
  });

  it('are halved as well where a job takes too long', async () => {
    const { api, windows } = serverOf({ job: (_, index) => ({ status: index === 0 ? 'pending' : 'no_data' }) });
    let nowMs = 0;
    const impatient = exportJobs({
      ...options,
      timings: { firstPollMs: 10, longestPollMs: 10, patienceMs: 50 },
      clock: () => nowMs,
      sleep: async (ms) => {
        nowMs += ms;
      },
    });
    const { error } = await readAll(impatient, progressOf([{ from: 0, to: 8 * hour }]), contextOf(api));
    expect(error).toBeUndefined();
    expect(windows.map(({ to }) => to / hour)).toEqual([8, 4, 8]);
    expect(api.paths).toContain('/cancel/job-0');
  });
});

describe('the job of an earlier read', () => {
  const job: Job = { id: 'job-0', ...gap };
  const stored = (jobs: readonly Job[]) => progressOf([{ from: gap.from, to: 112 * DAY }], 'incremental', { jobs });
  const withFirstJob = (answers: ExportServer) => {
    const server = serverOf(answers);
    void server.api.send({ method: 'POST', path: '/make', body: { ...gap } });
    return server;
  };

  it('is read on behind the rows that were written, and its last quarter of an hour again', async () => {
    const rows: [string, number][] = [0, 1, 2, 3].map((row) => [`${row}`, gap.from + row]);
    const answers = { job: (_: Gap, index: number) => ({ text: csv(index === 0 ? rows : [['z', gap.to]]) }) };
    const first = withFirstJob(answers);
    const before = await readAll(walk, stored([job]), contextOf(first.api), 1);
    // As if the first two rows had been written.
    const [read] = before.pages[0]?.jobs ?? [];
    expect(read?.read?.rows).toBe(4);
    const half = withFirstJob({ job: (_, index) => ({ text: csv(index === 0 ? rows.slice(0, 2) : []) }) });
    const [page] = (await readAll(walk, stored([job]), contextOf(half.api), 1)).pages;
    const second = withFirstJob(answers);
    const { records, progress } = await readAll(walk, stored(page?.jobs ?? []), contextOf(second.api));
    expect(idsOf(records)).toEqual(['2', '3', 'z']);
    expect(second.windows.slice(1)).toEqual([{ from: gap.to - lag, to: 112 * DAY }]);
    expect(progress.gaps).toEqual([]);
  });

  it('is read from its start where its file is another one by now', async () => {
    const { api } = withFirstJob({ job: (_, index) => ({ text: csv(index === 0 ? [['a', gap.from]] : []) }) });
    for (const rows of [1, 9]) {
      const jobs = [{ ...job, read: { rows, last: 'of another file' } }];
      const { records } = await readAll(walk, stored(jobs), contextOf(api));
      expect(idsOf(records)).toEqual(['a']);
    }
  });

  it('is cancelled where its window is not what is left to read', async () => {
    const { api, windows } = withFirstJob({ job: () => ({ status: 'no_data' }) });
    const moved = progressOf([{ from: gap.from + 1, to: gap.to }], 'incremental', { jobs: [job] });
    await readAll(walk, moved, contextOf(api));
    expect(api.paths).toContain('/cancel/job-0');
    expect(windows).toHaveLength(2);
  });

  it.each([
    ['reaches to the end of what is left', gap.to, true],
    ['reaches beyond it', gap.to + 1, false],
    ['is hardly longer than what is read again', gap.from + lag + 1, true],
    ['is not longer than what is read again', gap.from + lag, false],
  ])('whose window %s is used or cancelled', async (_what, to, isUsed) => {
    const { api } = withFirstJob({ job: () => ({ status: 'no_data' }) });
    const { error, progress } = await readAll(
      walk,
      progressOf([gap], 'incremental', { jobs: [{ ...job, to }] }),
      contextOf(api),
    );
    expect([error, progress.gaps]).toEqual([undefined, []]);
    expect(api.paths.includes('/status/job-0')).toBe(isUsed);
    expect(api.paths.includes('/cancel/job-0')).toBe(!isUsed);
  });

  it('waits for its own gap, and is neither cancelled nor made again', async () => {
    const later = { from: 111 * DAY, to: 112 * DAY };
    const { api, windows } = withFirstJob({ job: () => ({ status: 'no_data' }) });
    const jobs = [{ id: 'job-0', ...later }];
    const { progress } = await readAll(walk, progressOf([gap, later], 'incremental', { jobs }), contextOf(api));
    expect(windows.slice(1)).toEqual([gap, { from: later.to - lag, to: later.to }]);
    expect(api.paths.filter((path) => path.startsWith('/status'))).toEqual([
      '/status/job-1',
      '/status/job-0',
      '/status/job-2',
    ]);
    expect(api.paths).not.toContain('/cancel/job-0');
    expect(progress.gaps).toEqual([]);
  });

  it('is used once: where it has failed, jobs of half its window are made', async () => {
    const { api, windows } = withFirstJob({ job: (_, index) => ({ status: index === 0 ? 'failed' : 'no_data' }) });
    const { error } = await readAll(walk, progressOf([gap], 'incremental', { jobs: [job] }), contextOf(api));
    expect(error).toBeUndefined();
    expect(windows.slice(1).map(({ from, to }) => (to - from) / DAY)).toEqual([5, 5]);
  });

  it('is told from others by the second at which it begins', async () => {
    const later = { from: 111 * DAY, to: 112 * DAY };
    const { api } = withFirstJob({ job: () => ({ status: 'no_data' }) });
    await api.send({ method: 'POST', path: '/make', body: later });
    const jobs = [{ id: 'job-1', ...later }, job];
    const { progress } = await readAll(walk, progressOf([gap, later], 'incremental', { jobs }), contextOf(api));
    expect(api.paths.filter((path) => path.startsWith('/status'))).toEqual([
      '/status/job-0',
      '/status/job-2',
      '/status/job-1',
      '/status/job-3',
    ]);
    expect(progress.gaps).toEqual([]);
  });
});

describe('a download that breaks off', () => {
  const rows = Array.from({ length: 4_500 }, (_, row): [string, number] => [`${row}`, gap.from]);

  it('begins again, and brings each row once', async () => {
    const { api } = serverOf({
      job: () => ({ text: csv(rows) }),
      download: async function* (text, index) {
        const bytes = Buffer.from(text);
        yield bytes.subarray(0, index < 3 ? (bytes.length * (index + 1)) / 4 : bytes.length);
        if (index < 3) throw refusal(503);
      },
    });
    const context = contextOf(api);
    const { records, error } = await readAll(walk, progressOf([gap]), context);
    expect(error).toBeUndefined();
    expect(idsOf(records)).toEqual(rows.map(([id]) => id));
    expect(context.infos.filter((info) => info.includes('begins again'))).toHaveLength(3);
  });

  it('fails after six without a further row', async () => {
    const { api } = serverOf({
      job: () => ({ text: csv(rows) }),
      download: async function* (text) {
        yield gzipSync(text).subarray(0, 1_000);
      },
    });
    const { error, progress } = await readAll(walk, progressOf([gap]), contextOf(api));
    expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringMatching(/ends too early/) });
    expect(api.paths.filter((path) => path.startsWith('/file'))).toHaveLength(6);
    expect(progress).toMatchObject({ gaps: [gap] });
    expect(progress).not.toHaveProperty('jobs');
  });

  it.each([
    ['a page of a gateway', '<html>'],
    ['lines of different lengths', 'id,at\n1,2\n3'],
    ['a quote without an end', 'id,at\n1,"2'],
  ])('so does %s', async (_what, text) => {
    const { api } = serverOf({ job: () => ({ text }) });
    const { error } = await readAll(walk, progressOf([gap]), contextOf(api));
    expect(error).toMatchObject({ failureType: 'transient_error' });
  });

  it('does not hide a fault of the connector', async () => {
    const broken = {
      ...source,
      table: () => () => {
        throw new TypeError('ours');
      },
    };
    const faulty = exportJobs({ name: 'rows', open: () => broken, time: () => 0, probe: source.status('0') });
    const { api } = serverOf({ job: () => ({ text: csv([['1', 2]]) }) });
    expect((await readAll(faulty, progressOf([gap]), contextOf(api))).error).toBeInstanceOf(TypeError);
  });
});

it('a job that vanishes again and again fails the read', async () => {
  const { api, windows } = serverOf({ job: () => ({ status: 'canceled' }) });
  const { error } = await readAll(walk, progressOf([gap]), contextOf(api));
  expect(error).toMatchObject({ failureType: 'transient_error', message: expect.stringMatching(/vanish/) });
  expect(windows).toHaveLength(3);
});
