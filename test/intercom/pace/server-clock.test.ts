import { expect, it } from 'vitest';
import { CallMeter } from '../../../src/intercom/pace/call-meter.ts';
import { ServerClock } from '../../../src/intercom/pace/server-clock.ts';

const at = (ms: number) => new Date(ms).toUTCString();
const noon = Date.parse('2026-11-01T12:00:00Z');

it('the clock of the server is the local one before any answer, and without Date headers', () => {
  const clock = new ServerClock(() => noon + 500);
  expect(clock.nowMs).toBe(noon + 500);
  expect(clock.firstAnswerAt).toBeUndefined();
  clock.observe('yesterday');
  expect(clock.nowMs).toBe(noon + 500);
  expect(clock.firstAnswerAt).toBe(noon / 1_000);
});

it('it comes close to the true one, and is never ahead', () => {
  let localMs = noon;
  const skewMs = -123_456;
  const clock = new ServerClock(() => localMs);
  for (let answer = 0; answer < 200; answer += 1) {
    localMs += 137;
    const travelMs = 20 + (answer % 7) * 30;
    clock.observe(at(localMs - travelMs + skewMs));
    expect(clock.nowMs).toBeLessThanOrEqual(localMs + skewMs);
  }
  expect(clock.nowMs).toBeGreaterThan(localMs + skewMs - 60);
});

it('it follows clocks that drift apart', () => {
  let localMs = noon;
  const clock = new ServerClock(() => localMs);
  for (let hour = 0; hour < 48; hour += 1) {
    localMs += 3_600_000;
    // The local clock gains 0.1 s an hour.
    clock.observe(at(localMs - hour * 100));
  }
  expect(clock.nowMs).toBeLessThanOrEqual(localMs - 47 * 100 + 1);
});

it('it keeps the latest of what answers tell, and the second of the first one', () => {
  const clock = new ServerClock(() => noon);
  clock.observe(at(noon + 5_000));
  clock.observe(at(noon + 3_000));
  clock.observe(undefined);
  clock.observe(noon + 60_000);
  expect(clock.nowMs).toBe(noon + 5_000);
  expect(clock.firstAnswerAt).toBe(noon / 1_000 + 5);
});

it('it gives up a tenth of a ms for each second since the last answer', () => {
  let localMs = noon;
  const clock = new ServerClock(() => localMs);
  clock.observe(at(noon + 5_000));
  for (const second of [10, 20]) {
    localMs = noon + second * 1_000;
    clock.observe(at(noon));
    expect(clock.nowMs).toBeCloseTo(localMs + 5_000 - second / 10, 3);
  }
});

it('calls are counted per walk, and in all over the last minute', () => {
  const meter = new CallMeter();
  for (let second = 0; second < 120; second += 1) meter.add(second % 2 === 0 ? 'even' : 'odd', noon + second * 1_000);
  expect(meter.of('even')).toBe(60);
  expect(meter.of('none')).toBe(0);
  expect(meter.lastMinute(noon + 119_000)).toBe(60);
  expect(meter.lastMinute(noon + 149_000)).toBe(30);
});

it('calls of the current second and of the 59 before it count', () => {
  const meter = new CallMeter();
  meter.add('tags', noon);
  meter.add('tags', noon + 999);
  meter.add('tags', noon + 30_000);
  expect(meter.lastMinute(noon + 59_999)).toBe(3);
  expect(meter.lastMinute(noon + 60_000)).toBe(1);
  expect(meter.of('tags')).toBe(3);
});
