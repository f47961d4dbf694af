import { getEventListeners, setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../../src/intercom/pace/exchange.ts';
import { Gate, type Pass } from '../../../src/intercom/pace/gate.ts';
import { type Lease, MemoryBudget } from '../../../src/intercom/pace/memory-budget.ts';
import { ServerClock } from '../../../src/intercom/pace/server-clock.ts';

const noon = Date.parse('2026-11-01T12:00:00Z');
const WINDOW_MS = 10_000;

interface Alarm {
  readonly ms: number;
  readonly signal: AbortSignal;
  readonly ring: () => void;
}

/** A gate before a server with a window of `limit` calls from noon on, whose answers come when the test says so. */
function setUp({ limit = 1_000, memory = new MemoryBudget() } = {}) {
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  const alarms: Alarm[] = [];
  const passes: Pass[] = [];
  let nowMs = noon;
  let used = 0;
  const gate = new Gate({
    usableShare: 1,
    random: () => 0,
    memory,
    signal: abort.signal,
    clock: () => nowMs,
    serverClock: new ServerClock(() => nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        alarms.push({ ms, signal, ring: resolve });
      }),
    onHold: () => undefined,
    onRelease: () => undefined,
  });
  const answer = async (pass: Pass, { ending = 'success', status = 200, bytes = 100 }: Partial<Answer> = {}) => {
    used += 1;
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - used)),
      'x-ratelimit-reset': String((noon + WINDOW_MS * (1 + Math.floor((nowMs - noon) / WINDOW_MS))) / 1_000),
    };
    gate.leave(pass, { kind: 'GET /x', sentAtMs: pass.sentAtMs, endedAtMs: nowMs, status, headers, bytes, ending });
    await setImmediate();
  };
  return {
    gate,
    abort,
    alarms,
    answer,
    async ask(count: number, caller: string | Lease) {
      for (let i = 0; i < count; i += 1)
        gate.enter(caller, 'GET /x').then(
          (pass) => passes.push(pass),
          () => undefined,
        );
      await setImmediate();
    },
    /** The passes that were given out since the last call. */
    taken: () => passes.splice(0),
    passTime(ms: number) {
      nowMs += ms;
      if (Math.floor((nowMs - noon) / WINDOW_MS) > Math.floor((nowMs - ms - noon) / WINDOW_MS)) used = 0;
    },
  };
}

interface Answer {
  readonly ending: Ending;
  readonly status: number;
  readonly bytes: number;
}

/** A gate that has had its first answer, so that it knows the limit. */
async function opened(options: Parameters<typeof setUp>[0] = {}) {
  const opening = setUp(options);
  await opening.ask(1, 'workspace');
  for (const pass of opening.taken()) await opening.answer(pass);
  return opening;
}

describe('ten requests are in flight at first, and', () => {
  it('one more with each answer while another one waits for nothing but a slot', async () => {
    const { ask, taken, answer } = await opened();
    await ask(30, 'tags');
    const first = taken();
    expect(first).toHaveLength(10);
    for (const pass of first.slice(0, 3)) await answer(pass);
    // Three slots have become free, and three more are there.
    expect(taken()).toHaveLength(6);
  });

  it('no more while nobody waits', async () => {
    const { ask, taken, answer } = await opened();
    await ask(10, 'tags');
    for (const pass of taken()) await answer(pass);
    await ask(30, 'tags');
    expect(taken()).toHaveLength(10);
  });

  it('no more while those that wait do so for the next window', async () => {
    const { ask, taken, answer, passTime, alarms } = await opened({ limit: 11 });
    await ask(30, 'tags');
    for (const pass of taken()) await answer(pass);
    passTime(WINDOW_MS);
    alarms.at(-1)?.ring();
    await setImmediate();
    expect(taken()).toHaveLength(10);
  });

  it('no more while those that wait do so for the share of their walk', async () => {
    const memory = new MemoryBudget();
    const { ask, taken, answer, passTime } = await opened({ limit: 21, memory });
    const [busy] = [memory.lease('busy'), memory.lease('quiet')];
    await ask(30, busy);
    const first = taken();
    expect(first).toHaveLength(10);
    for (const pass of first) await answer(pass);
    expect(taken()).toEqual([]);
    passTime(WINDOW_MS);
    await ask(30, 'others');
    expect(taken()).toHaveLength(10);
  });
});

it('a walk that waits for its share is looked at no more often than every 20 ms, and by one alarm', async () => {
  const memory = new MemoryBudget();
  const { ask, taken, answer, passTime, alarms } = await opened({ limit: 21, memory });
  const [busy] = [memory.lease('busy'), memory.lease('quiet')];
  await ask(12, busy);
  // Ten of 21 calls are left: the next one may go out 4.19 s into the window.
  passTime(4_185);
  for (const pass of taken()) await answer(pass);
  expect(alarms.map(({ ms }) => ms)).toEqual([20]);
  await ask(5, busy);
  expect(alarms).toHaveLength(1);
});

it('the alarm of a walk that waits for its share stays while another one calls, and ends once nobody waits', async () => {
  const memory = new MemoryBudget();
  const { ask, taken, answer, alarms } = await opened({ limit: 21, memory });
  const [busy, quiet] = [memory.lease('busy'), memory.lease('quiet')];
  await ask(12, busy);
  const first = taken();
  for (const pass of first) await answer(pass);
  const [share] = alarms;
  expect([alarms.length, share?.signal.aborted]).toEqual([1, false]);
  // Less is left than expected when the quiet walk calls too, so the busy one waits longer: the alarm stays as it is.
  await ask(1, quiet);
  expect([alarms.length, share?.signal.aborted]).toEqual([1, false]);
  memory.releaseAll('quiet');
  await ask(1, 'tags');
  expect(taken().length).toBeGreaterThan(1);
  expect(share?.signal.aborted).toBe(true);
});

it('an exchange that was aborted teaches nothing, and gives its slot back', async () => {
  const { gate, ask, taken } = await opened();
  await ask(11, 'tags');
  const [pass] = taken();
  if (pass) gate.leave(pass);
  await setImmediate();
  expect(taken()).toHaveLength(1);
});

it('the size of a refusal is not expected of the next page', async () => {
  const memory = new MemoryBudget(1_000_000);
  const { ask, taken, answer } = await opened({ memory });
  memory.lease('busy').add(600_000);
  expect(memory.hasRoomFor('GET /x')).toBe(true);
  await ask(1, 'tags');
  for (const pass of taken()) await answer(pass, { ending: 'refusal', status: 404, bytes: 900_000 });
  expect(memory.hasRoomFor('GET /x')).toBe(true);
});

it('a request listens for the abort only while it waits', async () => {
  const { ask, abort } = await opened();
  await ask(3, 'tags');
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
  await ask(20, 'tags');
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(13);
  abort.abort();
  expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0);
});
