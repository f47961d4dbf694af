import { reasonOf } from '../airbyte/error-trace.ts';
import type { MessageWriter } from '../airbyte/message-writer.ts';
import type { StreamOutput } from '../engine/stream-output.ts';
import type { IntercomClient } from '../intercom/http/client.ts';
import { duration } from '../terminal/format.ts';
import { hasEnded, type ReadView, type Standing, type StreamView } from '../terminal/read-view.ts';
import { TimeLeft, type Work } from '../terminal/time-left.ts';
import type { RateLimitReport } from './rate-limit-report.ts';

export interface Watched {
  readonly streams: readonly StreamOutput[];
  /** Streams of the configured catalog that do not exist, and why they are incomplete. */
  readonly unknown: ReadonlyMap<string, string>;
  readonly client: Pick<IntercomClient, 'calls' | 'allCalls' | 'share' | 'retrying'>;
  readonly limits: Pick<RateLimitReport, 'heldUntilMs' | 'isSlowingDown'>;
  readonly writer: Pick<MessageWriter, 'isBlocked'>;
  /** Unix time in ms. */
  readonly now: () => number;
}

/** Looks at a running read as a person does: what each stream is doing, how far it has come, how long it will take. */
export class ViewOfRead {
  readonly #watched: Watched;
  readonly #startedMs: number;
  readonly #timeLeft = new TimeLeft();

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#startedMs = watched.now();
  }

  /** To be called every few seconds, or more often. */
  now(): ReadView {
    const { now, limits, streams } = this.#watched;
    const nowMs = now();
    this.#timeLeft.observe(this.#works(), nowMs);
    const left = this.#timeLeft.estimates(limits.isSlowingDown(nowMs));
    const views = streams.map((stream): StreamView => {
      const leftMs = stream.status.isActive ? left.get(walkOf(stream)) : undefined;
      return { ...this.#standingOf(stream, nowMs), ...this.#countsOf(stream, nowMs), leftMs };
    });
    return { ...this.#total(views, nowMs), leftMs: longest(views), waitsFor: this.#waitsFor(nowMs) };
  }

  /** The read is over: what has not ended by itself was stopped. */
  atEnd(): ReadView {
    const nowMs = this.#watched.now();
    const views = this.#watched.streams.map((stream): StreamView => {
      const standing = stream.status.endedMs === undefined ? 'stopped' : this.#standingOf(stream, nowMs);
      return { ...(standing === 'stopped' ? { standing } : standing), ...this.#countsOf(stream, nowMs) };
    });
    return this.#total(views, nowMs);
  }

  #total(views: readonly StreamView[], nowMs: number): ReadView {
    const { unknown, client } = this.#watched;
    const missing = [...unknown].map(([name, note]): StreamView => {
      return { name, standing: 'incomplete', records: 0, calls: 0, tookMs: 0, note };
    });
    // A minute that begins within a window may have the calls of one window more.
    const limitShare = client.share === undefined ? undefined : Math.min(1, client.share);
    const tookMs = nowMs - this.#startedMs;
    return { streams: [...views, ...missing], calls: client.allCalls, tookMs, limitShare };
  }

  #countsOf(stream: StreamOutput, nowMs: number) {
    const { name, rows, records, totalRecords, status } = stream;
    const isKnown = totalRecords !== undefined && totalRecords > 0 && records <= totalRecords;
    return {
      name,
      records: rows,
      calls: this.#watched.client.calls(walkOf(stream)),
      tookMs: (status.endedMs ?? nowMs) - this.#startedMs,
      ...(isKnown && { done: records / totalRecords }),
    };
  }

  #standingOf(stream: StreamOutput, nowMs: number): { readonly standing: Standing; readonly note?: string } {
    const { status, failure } = stream;
    const { client, limits } = this.#watched;
    if (status.isComplete) return { standing: 'complete' };
    if (status.isIncomplete) return { standing: 'incomplete', note: reasonOf(failure) };
    const retry = client.retrying(walkOf(stream));
    if (retry !== undefined) {
      const wait = retry.atMs > nowMs ? ` in ${duration(retry.atMs - nowMs)}` : '';
      return { standing: 'retrying', note: `${retry.what}, try ${retry.attempt}${wait}` };
    }
    if (status.isHeld) return { standing: 'limited', note: `rate limit${inTime(limits.heldUntilMs, nowMs)}` };
    return { standing: client.calls(walkOf(stream)) === 0 ? 'waiting' : 'reading' };
  }

  #waitsFor(nowMs: number): string | undefined {
    const { writer, limits, streams } = this.#watched;
    if (writer.isBlocked) return 'the program that reads the output';
    const isHeld = streams.some(({ status }) => status.isActive && status.isHeld);
    return isHeld ? `the rate limit${inTime(limits.heldUntilMs, nowMs)}` : undefined;
  }

  /** Each walk once: the streams that share it have come equally far. */
  #works(): readonly Work[] {
    const active = this.#watched.streams.filter(({ status }) => status.isActive);
    const byWalk = new Map(active.map((stream) => [walkOf(stream), stream]));
    return [...byWalk].map(([name, { records, totalRecords: total }]) => {
      return { name, calls: this.#watched.client.calls(name), records, total };
    });
  }
}

function walkOf({ stream }: StreamOutput): string {
  return stream.walk.name;
}

function inTime(untilMs: number | undefined, nowMs: number): string {
  return untilMs !== undefined && untilMs > nowMs ? ` for ${duration(untilMs - nowMs)}` : '';
}

/** Undefined unless each stream that is under way has an estimate. */
function longest(views: readonly StreamView[]): number | undefined {
  const active = views.filter((view) => !hasEnded(view));
  const times = active.flatMap(({ leftMs }) => leftMs ?? []);
  return active.length > 0 && times.length === active.length ? Math.max(...times) : undefined;
}
