import { expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { tickets } from '../../src/streams/tickets/walk.ts';
import { contextOf, progressOf, readAll } from '../walks/support/reading.ts';
import { answering } from '../walks/support/scripted-api.ts';
import { refusal } from '../walks/support/search-server.ts';

const parts = (count: number, total = count) => ({
  type: 'ticket_part.list',
  ticket_parts: Array.from({ length: count }, (_, index) => ({ id: String(index) })),
  total_count: total,
});

async function read(ticket: Body, own: Body | Error = new Error('not to be asked')) {
  const record = { id: '7', updated_at: 1_000, ...ticket };
  const api = answering({ '/tickets/search': { tickets: [record] }, '/tickets/7': own });
  const reading = await readAll(tickets, progressOf([{ from: 0, to: 2_000 }]), contextOf(api));
  return { ...reading, record: reading.records[0], calls: api.requests.length - 1 };
}

it('a ticket with all its parts costs no call', async () => {
  expect(await read({ ticket_parts: parts(3) })).toMatchObject({ record: { ticket_parts: parts(3) }, calls: 0 });
});

it.each<[string, unknown]>([
  ['cut', parts(3, 9)],
  ['absent', undefined],
  ['null', null],
  ['without their list', { total_count: 0 }],
])('a ticket whose parts are %s is asked for by itself', async (_, list) => {
  const own = { id: '7', updated_at: 1_000, ticket_parts: parts(9) };
  expect(await read({ ticket_parts: list }, own)).toMatchObject({ record: own, calls: 1 });
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
