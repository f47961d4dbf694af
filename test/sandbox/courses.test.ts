import { afterAll, describe, expect, it } from 'vitest';
import { officeSecondsBetween } from '../../sandbox/generate/office-time.ts';
import { valueAt } from '../../sandbox/json.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';

const sandbox = await startSandbox({ sizes: { contacts: 20, companies: 5, conversations: 80, tickets: 60 } });
afterAll(() => sandbox.close());

const second = (iso: string) => Date.parse(iso) / 1000;

describe('office hours', () => {
  const between = (from: string, to: string) => officeSecondsBetween(second(from), second(to));

  it.each([
    ['within a Tuesday', '2026-03-03T10:00:00Z', '2026-03-03T10:20:00Z', 1_200],
    ['over a night', '2026-03-03T16:00:00Z', '2026-03-04T10:00:00Z', 2 * 3_600],
    ['over a weekend', '2026-03-06T16:30:00Z', '2026-03-09T09:30:00Z', 3_600],
    ['before they begin', '2026-03-03T05:00:00Z', '2026-03-03T08:00:00Z', 0],
    ['over two weeks', '2026-03-02T00:00:00Z', '2026-03-16T00:00:00Z', 80 * 3_600],
  ])('count %s', (_, from, to, seconds) => {
    expect(between(from, to)).toBe(seconds);
  });
});

describe('a conversation', () => {
  it('has the close in its statistics that is the first among its parts', () => {
    const closes = new Map<unknown, unknown>();
    for (const { conversation_id: id, part_type: type, created_at: at } of sandbox.truth('conversation_parts')) {
      if (type === 'close' && !closes.has(id)) closes.set(id, at);
    }
    const opened = [...sandbox.truth('conversations')].filter(
      (one) => valueAt(one, 'source.delivered_as') === 'customer_initiated' && one.statistics !== null,
    );
    expect(opened.length).toBeGreaterThan(10);
    for (const one of opened) expect(valueAt(one, 'statistics.first_close_at')).toBe(closes.get(one.id) ?? null);
  });
});

describe('a ticket', () => {
  it('is in the state that its last part left it in', () => {
    const states = new Map([...sandbox.truth('ticket_parts')].map((part) => [part.ticket_id, part.ticket_state]));
    const tickets = [...sandbox.truth('tickets')].filter(({ id }) => states.has(id));
    expect(tickets.length).toBeGreaterThan(10);
    for (const ticket of tickets) expect(valueAt(ticket, 'ticket_state.category')).toBe(states.get(ticket.id));
  });

  it('is in another one after a change of it', () => {
    const [ticket] = sandbox.truth('tickets');
    const id = String(ticket?.id);
    sandbox.change.touchTicket(id, undefined, { ticket_state: { category: 'waiting_on_customer' } });
    sandbox.change.touchTicket(id);
    const parts = [...sandbox.truth('ticket_parts')].filter(({ ticket_id: of }) => of === id);
    const last = parts.slice(-2).map((part) => [part.previous_ticket_state, part.ticket_state, part.part_type]);
    const [before] = last[0] ?? [];
    expect(last).toEqual([
      [before, 'waiting_on_customer', 'ticket_state_updated_by_admin'],
      ['waiting_on_customer', 'waiting_on_customer', expect.not.stringMatching('state')],
    ]);
  });
});
