import { expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { tickets } from '../../src/streams/tickets/walk.ts';
import { contextOf, progressOf, readAll } from '../walks/support/reading.ts';
import { answering, ScriptedApi } from '../walks/support/scripted-api.ts';
import { refusal } from '../walks/support/search-server.ts';

const parts = (count: number, total = count) => ({
  type: 'ticket_part.list',
  ticket_parts: Array.from({ length: count }, (_, index) => ({ id: String(index) })),
  total_count: total,
});

/** One ticket, whose own calls are answered by `own` in turn, the last one for good. */
async function read(ticket: Body, ...own: readonly (Body | Error)[]) {
  const record = { id: '7', updated_at: 1_000, ...ticket };
  let calls = 0;
  const api = answering({
    '/tickets/search': { tickets: [record] },
    '/tickets/7': () => {
      calls += 1;
      const answer = own[Math.min(calls, own.length) - 1] ?? new Error('not to be asked');
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  const context = contextOf(api);
  const reading = await readAll(tickets, progressOf([{ from: 0, to: 2_000 }]), context);
  return { ...reading, record: reading.records[0], calls, warnings: context.warnings };
}

const ownTicket = (received: number, total = received): Body => ({
  id: '7',
  updated_at: 1_000,
  ticket_parts: parts(received, total),
});

it('a ticket with all its parts costs no call', async () => {
  expect(await read({ ticket_parts: parts(3) })).toMatchObject({ record: { ticket_parts: parts(3) }, calls: 0 });
});

it.each<[string, unknown]>([
  ['cut', parts(3, 9)],
  ['absent', undefined],
  ['null', null],
  ['without their list', { total_count: 0 }],
])('a ticket whose parts are %s is asked for by itself', async (_, list) => {
  const own = ownTicket(9);
  expect(await read({ ticket_parts: list }, own)).toMatchObject({ record: own, calls: 1, warnings: [] });
});

it('a ticket that counts more parts than exist is accepted when its own call brings the same, with a warning', async () => {
  const { record, calls, warnings, error, progress } = await read({ ticket_parts: parts(11, 14) }, ownTicket(11, 14));
  expect(record).toEqual(ownTicket(11, 14));
  expect(calls).toBe(1);
  expect(warnings).toEqual([expect.stringContaining('Ticket 7 counts 14 parts, but Intercom sends 11')]);
  expect([error, progress.retry, progress.gaps]).toEqual([undefined, [], []]);
});

it('a ticket that is both cut in the list and counts too many is asked until two answers are the same', async () => {
  const { record, calls, warnings } = await read({ ticket_parts: parts(3, 14) }, ownTicket(11, 14));
  expect(record).toEqual(ownTicket(11, 14));
  expect(calls).toBe(2);
  expect(warnings).toHaveLength(1);
});

it('a ticket with other parts each time is asked for again by the next sync', async () => {
  const listed = { ticket_parts: parts(3, 14) };
  const { record, calls, progress } = await read(listed, ownTicket(5, 14), ownTicket(4, 14), ownTicket(6, 14));
  expect(record).toMatchObject(listed);
  expect(calls).toBe(2);
  expect(progress.retry).toEqual(['7']);
});

it('a ticket with as many parts as the API returns is not asked for: the others are out of reach', async () => {
  const { record, calls, warnings } = await read({ ticket_parts: parts(500, 623) });
  expect(record).toMatchObject({ ticket_parts: parts(500, 623) });
  expect(calls).toBe(0);
  expect(warnings).toEqual([expect.stringContaining('Ticket 7 has 623 parts, of which Intercom returns 500')]);
});

/** That many tickets with 3 parts of 9; their own calls are answered by `own`. */
async function readMany(count: number, own: (id: string) => Body) {
  const listed = Array.from({ length: count }, (_, index) => ({
    id: String(index),
    updated_at: 1_000,
    ticket_parts: parts(3, 9),
  }));
  const api = new ScriptedApi(({ path }) =>
    path === '/tickets/search' ? { tickets: listed, total_count: count } : own(path.slice('/tickets/'.length)),
  );
  const context = contextOf(api);
  const reading = await readAll(tickets, progressOf([{ from: 0, to: 2_000 }]), context);
  return { ...reading, listed, warnings: context.warnings };
}

it('many tickets that count too many parts are told by a handful of warnings and a number at the end', async () => {
  const { warnings, records } = await readMany(40, (id) => ({ id, updated_at: 1_000, ticket_parts: parts(3, 9) }));
  expect(records).toHaveLength(40);
  expect(warnings).toHaveLength(6);
  expect(warnings.at(-1)).toContain('35 more tickets');
});

it('tickets that are gone meanwhile are counted', async () => {
  const { records, warnings, error, listed } = await readMany(40, (id) => {
    if (Number(id) < 15) throw refusal(404);
    return { id, updated_at: 1_000, ticket_parts: parts(9) };
  });
  expect(error).toBeUndefined();
  expect(records.slice(0, 15)).toEqual(listed.slice(0, 15));
  expect(warnings).toEqual([expect.stringContaining('15 records were deleted')]);
});

it('tickets most of which are not found are not believed to be deleted: the read fails with its gap open', async () => {
  const { progress, error } = await readMany(40, () => {
    throw refusal(404);
  });
  expect(error).toMatchObject({ message: expect.stringContaining('40 of 40') });
  expect(progress.gaps).toEqual([{ from: 0, to: 2_000 }]);
});

it('a ticket that is gone meanwhile keeps what came with it', async () => {
  const { record, error } = await read({ ticket_parts: parts(3, 9) }, refusal(404));
  expect(error).toBeUndefined();
  expect(record).toMatchObject({ ticket_parts: parts(3, 9) });
});

it.each([
  {},
  { type: 'error.list' },
  { id: 't1' },
  { id: 'other', ticket_parts: { ticket_parts: [], total_count: 0 } },
])(
  'a ticket whose own answer is %j comes as it was listed, and is asked for again by the next sync',
  async (answer) => {
    const listed = { id: 't1', updated_at: 1_000 };
    const api = answering({ '/tickets/search': { tickets: [listed], total_count: 1 }, '/tickets/t1': answer });
    const { records, progress } = await readAll(tickets, progressOf([{ from: 0, to: 2_000 }]), contextOf(api));
    expect(records).toEqual([listed]);
    expect(progress.retry).toEqual(['t1']);
  },
);
