import { describe, expect, it } from 'vitest';
import { ApiError, type ApiRequest, type Body } from '../../../src/intercom/api.ts';
import { incompleteAnswer } from '../../../src/intercom/incomplete-answer.ts';
import type { Export } from '../../../src/walks/exports/export.ts';
import { Jobs, type JobTimings } from '../../../src/walks/exports/jobs.ts';
import { contextOf } from '../support/reading.ts';
import { ScriptedApi } from '../support/scripted-api.ts';
import { refusal, timeOut } from '../support/search-server.ts';

const MINUTE = 60_000;

const source: Export = {
  create: (window) => ({ method: 'POST', path: '/make', body: { ...window } }),
  status: (id) => ({ method: 'GET', path: `/status/${id}` }),
  download: (id) => ({ method: 'GET', path: `/file/${id}`, answersWith: 'file' }),
  cancel: (id) => ({ method: 'POST', path: `/cancel/${id}` }),
  table: () => undefined,
};

const window = { from: 100, to: 200 };
const job = { id: 'job-1', ...window };

/** More requests than any test needs: waiting without end fails instead. */
const MOST_REQUESTS = 1_000;

/** Jobs in a time that only waits let pass, with the length of each wait in ms. */
function jobsWith(
  answer: (request: ApiRequest, index: number) => Body | Error,
  { timings, of = source }: { readonly timings?: JobTimings; readonly of?: Export } = {},
) {
  const api = new ScriptedApi((request, index) => {
    const given = index < MOST_REQUESTS ? answer(request, index) : new Error('requests without end');
    if (given instanceof Error) throw given;
    return given;
  });
  const waits: number[] = [];
  const told: { readonly at: number; readonly text: string }[] = [];
  let nowMs = 5_000_000;
  const started = nowMs;
  const context = contextOf(api, { info: (text) => told.push({ at: nowMs - started, text }) });
  const jobs = new Jobs('rows', of, context, {
    ...(timings && { timings }),
    clock: () => nowMs,
    sleep: async (ms, signal) => {
      expect(signal).toBe(context.signal);
      waits.push(ms);
      nowMs += ms;
    },
  });
  return { api, jobs, waits, told, debugs: context.debugs };
}

/** Gives one answer after the other, and the last one again and again. */
function inTurn(...answers: readonly (Body | Error)[]): (request: ApiRequest, index: number) => Body | Error {
  return (_request, index) => answers[Math.min(index, answers.length - 1)] ?? {};
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const made = { job_identifier: 'job-1', status: 'pending' };
const exportLimit = new ApiError('Another export is running.', {
  failureType: 'transient_error',
  reach: 'stream',
  status: 429,
  meaning: 'exports taken',
});

describe('a new job', () => {
  it('is asked for by a request that the client does not repeat, and is of the window', async () => {
    const { api, jobs, waits } = jobsWith(inTurn(made));
    expect(await jobs.make(window)).toEqual(job);
    expect(api.requests).toEqual([{ method: 'POST', path: '/make', body: window, once: true }]);
    expect(waits).toEqual([]);
  });

  it.each([
    ['no answer', timeOut()],
    ['an overloaded server', refusal(503)],
    ['half an answer', incompleteAnswer('half of it')],
  ])('is asked for six times with growing pauses after %s', async (_what, failure) => {
    const { api, jobs, waits, told } = jobsWith(inTurn(failure));
    await expect(jobs.make(window)).rejects.toBe(failure);
    expect(api.requests).toHaveLength(6);
    expect(waits).toEqual([1_000, 3_000, 9_000, 27_000, 60_000]);
    expect(told).toEqual([]);
  });

  it('is there where a repeated request gets through', async () => {
    const { jobs, waits } = jobsWith(inTurn(timeOut(), timeOut(), made));
    expect(await jobs.make(window)).toEqual(job);
    expect(waits).toEqual([1_000, 3_000]);
  });

  it.each([
    ['refused as invalid', refusal(400)],
    ['forbidden', refusal(403)],
    ['refused because of the rate limit, for which the client has waited', refusal(429)],
    ['met by a fault of the connector', new TypeError('ours')],
  ])('is not asked for again where it is %s', async (_what, failure) => {
    const { api, jobs, waits } = jobsWith(inTurn(failure));
    await expect(jobs.make(window)).rejects.toBe(failure);
    expect([api.requests.length, waits]).toEqual([1, []]);
  });

  it.each([
    ['none', {}],
    ['a number', { job_identifier: 12 }],
    ['one that would be another path', { job_identifier: 'a/b' }],
    ['an empty one', { job_identifier: '' }],
  ])('needs an identifier: an answer with %s is incomplete', async (_what, answer) => {
    const { api, jobs } = jobsWith(inTurn(answer));
    await expect(jobs.make(window)).rejects.toMatchObject({
      failureType: 'transient_error',
      message: expect.stringContaining('no identifier for an export job'),
    });
    expect(api.requests).toHaveLength(6);
  });
});

describe('while another export of the workspace is running', () => {
  const timings = { firstPollMs: MINUTE, longestPollMs: MINUTE, patienceMs: 25 * MINUTE };

  it('the job is asked for again, until it can be made', async () => {
    const { jobs, waits } = jobsWith(inTurn(exportLimit, exportLimit, exportLimit, made));
    expect(await jobs.make(window)).toEqual(job);
    expect(waits).toEqual([250, 375, 562.5]);
  });

  it('the wait is told of when it begins and every ten minutes, and ends with patience', async () => {
    const { api, jobs, waits, told } = jobsWith(inTurn(exportLimit), { timings });
    await expect(jobs.make(window)).rejects.toBe(exportLimit);
    expect([api.requests.length, sum(waits)]).toEqual([26, timings.patienceMs]);
    expect(told.map(({ at }) => at / MINUTE)).toEqual([0, 10, 20]);
    expect(new Set(told.map(({ text }) => text))).toEqual(
      new Set(['rows: another export of this workspace is running. Waiting for its end, for up to 25 minutes in all.']),
    );
  });

  it('failures of requests are still counted', async () => {
    const failure = refusal(503);
    const { api, jobs } = jobsWith((_request, index) => (index % 2 === 0 ? exportLimit : failure), { timings });
    await expect(jobs.make(window)).rejects.toBe(failure);
    expect(api.requests).toHaveLength(12);
  });
});

describe('the end of a job', () => {
  it.each([
    ['complete', 'complete'],
    ['completed', 'complete'],
    ['no_data', 'empty'],
    ['failed', 'failed'],
    ['canceled', 'gone'],
    ['cancelled', 'gone'],
  ])('is its status %s', async (status, end) => {
    const { api, jobs, debugs } = jobsWith(inTurn({ status }));
    expect(await jobs.end(job)).toBe(end);
    expect(api.paths).toEqual(['/status/job-1']);
    expect(debugs).toEqual([`rows: export job job-1 is "${status}"`]);
  });

  it('is waited for while the status is another one, or there is none', async () => {
    const { jobs, waits, told } = jobsWith(
      inTurn({ status: 'pending' }, { status: 'in_progress' }, { status: null }, {}, { status: 'complete' }),
    );
    expect(await jobs.end(job)).toBe('complete');
    expect(waits).toEqual([250, 375, 562.5, 843.75, 1_265.625]);
    expect(told).toEqual([]);
  });

  it('has come where Intercom does not know the job any more', async () => {
    for (const status of [404, 410]) {
      const { api, jobs } = jobsWith(inTurn(refusal(status)));
      expect(await jobs.end(job)).toBe('gone');
      expect(api.requests).toHaveLength(1);
    }
  });

  it.each([
    ['an overloaded server', refusal(503)],
    ['a fault of the connector', new TypeError('ours')],
  ])('is not known after %s', async (_what, failure) => {
    const { jobs } = jobsWith(inTurn(failure));
    await expect(jobs.end(job)).rejects.toBe(failure);
  });

  it('is waited for up to three hours, each time longer by half, a minute at most; then the job is cancelled', async () => {
    const { api, jobs, waits } = jobsWith(inTurn({ status: 'pending' }));
    expect(await jobs.end(job)).toBe('late');
    const growing = Array.from({ length: 14 }, (_, index) => 250 * 1.5 ** index);
    expect(waits.slice(0, 14)).toEqual(growing);
    expect(new Set(waits.slice(14))).toEqual(new Set([MINUTE]));
    expect(sum(waits.slice(0, -1))).toBeLessThan(180 * MINUTE);
    expect(sum(waits)).toBeGreaterThanOrEqual(180 * MINUTE);
    expect(api.paths.filter((path) => path.startsWith('/cancel'))).toEqual(['/cancel/job-1']);
    expect(api.paths.at(-1)).toBe('/cancel/job-1');
  });

  it('is not asked for once patience has just ended', async () => {
    const { api, jobs } = jobsWith(inTurn({ status: 'pending' }), {
      timings: { firstPollMs: 10, longestPollMs: 10, patienceMs: 30 },
    });
    expect(await jobs.end(job)).toBe('late');
    expect(api.paths).toEqual([...Array.from({ length: 3 }, () => '/status/job-1'), '/cancel/job-1']);
  });
});

describe('to cancel a job', () => {
  it('takes one request', async () => {
    const { api, jobs, debugs } = jobsWith(inTurn({}));
    await jobs.cancel('job-1');
    expect([api.paths, debugs]).toEqual([['/cancel/job-1'], []]);
  });

  it('may fail, since the job may have ended meanwhile', async () => {
    const failure = new ApiError('Gone.', { failureType: 'system_error', status: 404, internalMessage: 'HTTP 404' });
    const { jobs, debugs } = jobsWith(inTurn(failure));
    await jobs.cancel('job-1');
    expect(debugs).toEqual(['rows: export job job-1 could not be cancelled. HTTP 404']);
  });

  it('does not hide a fault of the connector', async () => {
    const failure = new TypeError('ours');
    const { jobs } = jobsWith(inTurn(failure));
    await expect(jobs.cancel('job-1')).rejects.toBe(failure);
  });

  it('does nothing where Intercom has no way for it', async () => {
    const { cancel: _, ...of } = source;
    const { api, jobs } = jobsWith(inTurn({}), { of });
    await jobs.cancel('job-1');
    expect(api.requests).toEqual([]);
  });
});
