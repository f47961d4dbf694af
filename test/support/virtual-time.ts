import { createRequire, syncBuiltinESMExports } from 'node:module';
import { performance } from 'node:perf_hooks';
import { createInflateRaw } from 'node:zlib';
import { afterAll } from 'vitest';

/** How long this process must have waited for nothing but timers to be at rest. */
const REST_MS = 1;
/** Turns of the event loop before and after that wait, in which what is on its way would arrive. */
const TURNS = 4;

/** Work for this process that other threads do: files, the closing of files, and names of hosts. */
const OF_THREADS = /^(FSReq|CloseReq|GetAddrInfoReq|GetNameInfoReq)/;

/** Of zlib, which tells nobody that its threads are at work. */
const unpacking = new Set<unknown>();
let isZlibWatched = false;

interface Timer {
  readonly id: number;
  dueMs: number;
  readonly everyMs: number | undefined;
  readonly run: () => void;
}

/**
 * Until the last test of the file has ended, time stands still in this process while anything happens in it, and leaps to
 * the next timer when nothing does. What waits for minutes is over at once, and a busy machine can't make anything late.
 * It holds for clocks, timers and promised timers, so for the connector and for a sandbox in the same process; not for
 * other processes, nor for time-outs of sockets. Call it first thing in a test file.
 */
export function useVirtualTime(): void {
  watchZlib();
  const time = new VirtualTime();
  time.install();
  afterAll(() => time.uninstall());
}

class VirtualTime {
  readonly #real = { setTimeout, clearTimeout, setInterval, clearInterval, now: Date.now };
  readonly #realPromised: object;
  readonly #elapsed = performance.now.bind(performance);
  readonly #startMs = this.#elapsed();
  readonly #epochMs = Date.now();
  readonly #timers = new Map<number, Timer>();
  #passedMs = 0;
  #lastId = 0;
  #isLooking = false;

  constructor() {
    this.#realPromised = { setTimeout: promisedTimers().setTimeout };
  }

  install(): void {
    Date.now = () => Math.floor(this.#epochMs + this.#passedMs);
    Object.defineProperty(performance, 'now', { configurable: true, value: () => this.#startMs + this.#passedMs });
    const start = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => this.#add(() => run(...args), ms);
    const repeat = (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      this.#add(() => run(...args), ms, Math.max(1, ms));
    const stop = (timer: unknown) => this.#remove(timer);
    Object.assign(globalThis, { setTimeout: start, setInterval: repeat, clearTimeout: stop, clearInterval: stop });
    Object.assign(promisedTimers(), {
      setTimeout: (ms?: number, value?: unknown, options?: { signal?: AbortSignal }) =>
        this.#wait(ms, value, options?.signal),
    });
    syncBuiltinESMExports();
  }

  uninstall(): void {
    this.#timers.clear();
    Date.now = this.#real.now;
    Reflect.deleteProperty(performance, 'now');
    const { setTimeout, setInterval, clearTimeout, clearInterval } = this.#real;
    Object.assign(globalThis, { setTimeout, setInterval, clearTimeout, clearInterval });
    Object.assign(promisedTimers(), this.#realPromised);
    syncBuiltinESMExports();
  }

  #add(run: () => void, ms: number, everyMs?: number): Handle {
    this.#lastId += 1;
    const id = this.#lastId;
    const begin = () => {
      this.#timers.set(id, { id, dueMs: this.#passedMs + Math.max(0, ms), everyMs, run });
      if (!this.#isLooking) void this.#keepLooking();
    };
    begin();
    return new Handle(id, begin);
  }

  #remove(timer: unknown): void {
    if (timer instanceof Handle) this.#timers.delete(timer.id);
    else if (timer instanceof Object) this.#real.clearTimeout(timer as NodeJS.Timeout);
  }

  #wait(ms = 0, value: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#remove(timer);
        reject(new DOMException('The operation was aborted', 'AbortError'));
      };
      const timer = this.#add(() => {
        signal?.removeEventListener('abort', abort);
        resolve(value);
      }, ms);
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  async #keepLooking(): Promise<void> {
    this.#isLooking = true;
    while (this.#timers.size > 0) {
      await turnsOfLoop(1);
      // What is due already needs no leap, so no rest.
      if (this.#next() <= this.#passedMs || (await this.#isAtRest())) this.#leap();
    }
    this.#isLooking = false;
  }

  /** Whether from now on the process only waits, and nothing arrives that it waits for. */
  async #isAtRest(): Promise<boolean> {
    const { events } = loopNow();
    await turnsOfLoop(TURNS);
    const before = loopNow();
    if (before.events !== events) return false;
    await new Promise((resolve) => this.#real.setTimeout(resolve, REST_MS));
    await turnsOfLoop(TURNS);
    const after = loopNow();
    const hasWaited = after.events === events && after.idle - before.idle > after.active - before.active;
    return hasWaited && unpacking.size === 0 && !process.getActiveResourcesInfo().some((name) => OF_THREADS.test(name));
  }

  /** When the next timer is due. */
  #next(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { dueMs } of this.#timers.values()) next = Math.min(next, dueMs);
    return next;
  }

  #leap(): void {
    const next = this.#next();
    if (!Number.isFinite(next)) return;
    this.#passedMs = Math.max(this.#passedMs, next);
    const due = [...this.#timers.values()].filter(({ dueMs }) => dueMs <= this.#passedMs);
    for (const timer of due) {
      if (!this.#timers.has(timer.id)) continue;
      if (timer.everyMs === undefined) this.#timers.delete(timer.id);
      else timer.dueMs += timer.everyMs;
      timer.run();
    }
  }
}

/** What the timer functions of Node.js return, as far as anyone here uses it. */
class Handle {
  readonly id: number;
  readonly #begin: () => void;

  constructor(id: number, begin: () => void) {
    this.id = id;
    this.#begin = begin;
  }

  refresh(): this {
    this.#begin();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

/** Keeps `unpacking` to the handles of zlib that have been given bytes and have not answered yet, or been closed. */
function watchZlib(): void {
  if (isZlibWatched) return;
  isZlibWatched = true;
  const prototype: Record<string, Call> = Object.getPrototypeOf(Object(createInflateRaw())._handle);
  const { init, write, close } = prototype;
  if (!(init && write && close)) throw new Error('This version of Node.js has other handles for zlib.');
  prototype.init = function (this: unknown, ...args) {
    const watched = (answered: unknown) =>
      function (this: unknown, ...results: unknown[]) {
        unpacking.delete(this);
        return Reflect.apply(answered as Call, this, results);
      };
    return Reflect.apply(
      init,
      this,
      args.map((arg) => (typeof arg === 'function' ? watched(arg) : arg)),
    );
  };
  prototype.write = function (this: unknown, ...args) {
    unpacking.add(this);
    return Reflect.apply(write, this, args);
  };
  prototype.close = function (this: unknown, ...args) {
    unpacking.delete(this);
    return Reflect.apply(close, this, args);
  };
}

type Call = (this: unknown, ...args: unknown[]) => unknown;

function promisedTimers(): Record<string, unknown> {
  return createRequire(import.meta.url)('node:timers/promises');
}

async function turnsOfLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** What the event loop of this thread has done so far. */
function loopNow() {
  const { idle, active } = performance.eventLoopUtilization();
  return { events: performance.nodeTiming.uvMetricsInfo.events, idle, active };
}
