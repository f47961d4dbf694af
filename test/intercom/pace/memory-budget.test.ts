import { describe, expect, it } from 'vitest';
import { Lease, MemoryBudget } from '../../../src/intercom/pace/memory-budget.ts';

const MB = 1024 * 1024;
const kind = 'GET /conversations/:id';

/** A budget that has learnt how large an answer of `kind` is. */
function budgetFor(answerBytes: number, limit = 48 * MB): MemoryBudget {
  const budget = new MemoryBudget(limit);
  budget.learn(kind, answerBytes);
  return budget;
}

/** How many requests of the kind may go out before the next one has no room. */
function requestsInFlight(budget: MemoryBudget, of = kind): number {
  let count = 0;
  for (; count < 1_000 && budget.hasRoomFor(of); count += 1) budget.reserve(of);
  return count;
}

describe('the memory budget', () => {
  it('is 16 MB unless told otherwise', () => {
    const budget = new MemoryBudget();
    budget.learn(kind, 3 * MB);
    expect(requestsInFlight(budget)).toBe(5);
  });

  it('counts what requests in flight are expected to bring, by their kind', () => {
    const budget = budgetFor(8 * MB);
    expect(requestsInFlight(budget)).toBe(6);
    expect(budget.hasRoomFor('GET /tags')).toBe(false);
    budget.settle(8 * MB);
    expect(requestsInFlight(budget, 'GET /tags')).toBe(32);
  });

  it('counts what leases hold, until they are released', () => {
    const budget = budgetFor(8 * MB);
    const lease = budget.lease('conversations');
    lease.add(20 * MB);
    lease.add(21 * MB);
    expect(budget.held).toBe(41 * MB);
    expect(budget.hasRoomFor(kind)).toBe(false);
    lease.release();
    lease.release();
    expect(budget.held).toBe(0);
    expect(requestsInFlight(budget)).toBe(6);
  });

  it('always has room for one request when nothing is held or in flight, however large its answer', () => {
    const budget = budgetFor(100 * MB);
    expect(requestsInFlight(budget)).toBe(1);
  });

  it('has room for a request that is larger than half of it while less than half is held', () => {
    const budget = budgetFor(60 * MB);
    const lease = budget.lease('conversations');
    lease.add(24 * MB);
    expect(budget.hasRoomFor(kind)).toBe(true);
    lease.add(1);
    expect(budget.hasRoomFor(kind)).toBe(false);
  });

  it('expects as much as a large recent answer brought, and forgets it slowly', () => {
    const budget = budgetFor(24 * MB);
    budget.learn(kind, 1 * MB);
    expect(requestsInFlight(budget)).toBe(2);
    for (let answer = 0; answer < 40; answer += 1) budget.learn(kind, 1 * MB);
    budget.settle(2 * 0.9 * 24 * MB);
    expect(requestsInFlight(budget)).toBe(48);
  });

  it('expects a quarter of a MB of a kind of request that has had no answer yet', () => {
    const budget = new MemoryBudget(1 * MB);
    expect(budget.reserve('GET /tags')).toBe(MB / 4);
    expect(requestsInFlight(budget, 'GET /tags')).toBe(3);
  });

  it('may be filled to the last byte', () => {
    const budget = budgetFor(8 * MB);
    const lease = budget.lease('conversations');
    lease.add(40 * MB);
    expect(budget.hasRoomFor(kind)).toBe(true);
    lease.add(1);
    expect(budget.hasRoomFor(kind)).toBe(false);
  });

  it('tells of each release, and of nothing else', () => {
    const budget = new MemoryBudget();
    let told = 0;
    budget.onRelease(() => {
      told += 1;
    });
    const lease = budget.lease('tags');
    lease.add(5);
    expect(told).toBe(0);
    lease.release();
    lease.release();
    expect(told).toBe(1);
  });
});

describe('a lease', () => {
  it('needs room for its first call only, and for none when it is urgent', () => {
    const budget = new MemoryBudget();
    const lease = budget.lease('contacts');
    expect(lease.needsRoom).toBe(true);
    lease.begin();
    expect(lease.needsRoom).toBe(false);
    lease.release();
    expect(lease.needsRoom).toBe(false);
    expect(budget.lease('companies', { isUrgent: true }).needsRoom).toBe(false);
  });

  it('waits in the queue of its walk; the first call of an urgent one has a queue of its own', () => {
    const budget = new MemoryBudget();
    const [lease, urgent] = [budget.lease('companies'), budget.lease('companies', { isUrgent: true })];
    expect(lease.queue).toBe('companies');
    expect(urgent.queue).not.toBe('companies');
    expect(urgent.walk).toBe('companies');
    expect(urgent.queue).not.toBe(budget.lease('contacts', { isUrgent: true }).queue);
    urgent.begin();
    expect(urgent.queue).toBe('companies');
  });

  it('of no budget counts nothing', () => {
    const lease = new Lease('contacts');
    lease.add(5);
    expect(() => lease.release()).not.toThrow();
  });

  it('may take further answers after its release', () => {
    const budget = new MemoryBudget();
    const lease = budget.lease('contacts');
    lease.add(5);
    lease.release();
    lease.add(7);
    expect(budget.held).toBe(7);
    lease.release();
    expect(budget.held).toBe(0);
  });
});

it('counts the walks that have begun a page and not ended', () => {
  const budget = new MemoryBudget();
  expect(budget.openWalks).toBe(0);
  budget.lease('contacts');
  budget.lease('contacts');
  budget.lease('tickets');
  expect(budget.openWalks).toBe(2);
  budget.releaseAll('contacts');
  expect(budget.openWalks).toBe(1);
});

describe('a walk that has ended', () => {
  it('holds nothing, whatever its leases held', () => {
    const budget = new MemoryBudget();
    budget.lease('contacts').add(5);
    budget.lease('contacts').add(6);
    budget.lease('tickets').add(7);
    budget.releaseAll('contacts');
    expect(budget.held).toBe(7);
  });

  it('does not count answers that arrive late, nor a late release', () => {
    const budget = new MemoryBudget();
    const lease = budget.lease('contacts');
    lease.add(5);
    budget.releaseAll('contacts');
    lease.add(6);
    expect(budget.held).toBe(0);
    lease.release();
    expect(budget.held).toBe(0);
  });

  it('may begin again under its name', () => {
    const budget = new MemoryBudget();
    budget.lease('contacts').add(5);
    budget.releaseAll('contacts');
    budget.releaseAll('never begun');
    budget.lease('contacts').add(6);
    expect(budget.held).toBe(6);
  });
});
