import { setMaxListeners } from 'node:events';
import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { ConnectorError } from '../../errors.ts';
import { type Api, type ApiRequest, type Body, fileIn } from '../api.ts';
import { CallMeter } from '../pace/call-meter.ts';
import type { Exchange } from '../pace/exchange.ts';
import { Gate } from '../pace/gate.ts';
import { type Lease, type LeaseOptions, MemoryBudget } from '../pace/memory-budget.ts';
import type { Hold } from '../pace/rate-limiter.ts';
import { ServerClock } from '../pace/server-clock.ts';
import { type Sleep, sleep, steadyClock } from '../pace/time.ts';
import { toApiError } from './api-errors.ts';
import { type Address, createHttp } from './connection.ts';
import type { Failure } from './failure.ts';
import { BrokenFile } from './file-answer.ts';
import { pathShape } from './path-shape.ts';
import { PendingRetries, type PendingRetry } from './pending-retries.ts';
import { retriesOf } from './retries.ts';
import { type Patience, patienceFor } from './retry-policy.ts';
import { ExchangeFailed, sendOnce } from './send-once.ts';

export interface ClientOptions extends Address {
  /** Percent of what each rate limit window offers that may be used. */
  readonly rateLimitShare: number;
  /** The user's own limit in calls a minute, whatever the server allows. */
  readonly apiRateLimit?: number | undefined;
  readonly maxInFlight?: number | undefined;
  /** In bytes of answer bodies; see {@link MemoryBudget}. */
  readonly memoryLimit?: number;
  /** Ends every wait and every exchange; `send` then rejects with its reason. */
  readonly signal: AbortSignal;
  /** `check` gives up on a request within a minute, `read` goes on through an outage of about a minute. Default `read`. */
  readonly patience?: 'check' | 'read';
  /** Longest time for one attempt; default by patience. */
  readonly attemptMs?: number;
  /** Unix ms by the local clock. */
  readonly clock?: () => number;
  readonly sleep?: Sleep;
  /** 0 ≤ x < 1 */
  readonly random?: () => number;
  /**
   * Called when requests begin to wait for the rate limit, however short the wait, and again when its end moves. Also for
   * the very first request.
   */
  readonly onHold?: (hold: Hold) => void;
  /** Called when no request waits for the rate limit any more. */
  readonly onRelease?: () => void;
  readonly log?: (level: 'warn' | 'info' | 'debug', message: string) => void;
}

/** Waits after a 429 are logged at most this often. */
const HOLD_LOG_INTERVAL_MS = 60_000;

/** Intercom sends the file of an export only for this `Accept` header. */
const ACCEPT = { text: 'text/plain, application/json', file: 'application/octet-stream' } as const;

/** Intercom's API over HTTP: one rate limit, one memory budget, one retry policy and one pool of connections for all walks. */
export class IntercomClient implements Api {
  readonly #options: ClientOptions;
  readonly #patience: Patience;
  readonly #clock: () => number;
  readonly #sleep: Sleep;
  readonly #random: () => number;
  readonly #http: AxiosInstance;
  readonly #memory: MemoryBudget;
  readonly #gate: Gate;
  readonly #serverClock: ServerClock;
  readonly #meter = new CallMeter();
  readonly #retries = new PendingRetries();
  #tokenHasWorked = false;
  #hasWarnedOfHost = false;
  #nextHoldLogMs = 0;

  constructor(options: ClientOptions) {
    this.#options = options;
    const patience = patienceFor[options.patience ?? 'read'];
    this.#patience = { ...patience, attemptMs: options.attemptMs ?? patience.attemptMs };
    this.#clock = options.clock ?? steadyClock;
    this.#sleep = options.sleep ?? sleep;
    this.#random = options.random ?? Math.random;
    this.#serverClock = new ServerClock(this.#clock);
    this.#http = createHttp(options);
    this.#memory = new MemoryBudget(options.memoryLimit);
    this.#gate = new Gate({
      usableShare: options.rateLimitShare / 100,
      apiRateLimit: options.apiRateLimit,
      maxInFlight: options.maxInFlight,
      memory: this.#memory,
      signal: options.signal,
      clock: this.#clock,
      serverClock: this.#serverClock,
      sleep: this.#sleep,
      random: this.#random,
      onHold: (hold) => this.#tellOfHold(hold),
      onRelease: options.onRelease ?? (() => undefined),
    });
    // Each waiting request listens to the signal.
    setMaxListeners(0, options.signal);
  }

  async send(request: ApiRequest, caller: Lease | string): Promise<Body> {
    const response = await this.#request(request, caller).catch((error: unknown) => {
      if (error instanceof ExchangeFailed) {
        throw toApiError(error.failure, request, { tokenHasWorked: this.#tokenHasWorked });
      }
      this.#options.signal.throwIfAborted();
      throw ourFault(error, request);
    });
    return request.answersWith === 'file' ? { file: readFile(response.data, request) } : response.data;
  }

  /**
   * Begins a page of a walk: calls made with the lease count against the memory budget until `lease.release()`, and its
   * first call waits until the budget has room. An urgent lease never waits.
   */
  lease(walk: string, options?: LeaseOptions): Lease {
    return this.#memory.lease(walk, options);
  }

  /**
   * Call when a walk has ended, however it ended: releases all of its leases. Answers that still arrive for them
   * count against nothing. A lease that is made later under the same name is a new one.
   */
  releaseAll(walk: string): void {
    this.#memory.releaseAll(walk);
  }

  /** Unix seconds: the `Date` of the server's first answer; undefined before. */
  get firstAnswerAt(): number | undefined {
    return this.#serverClock.firstAnswerAt;
  }

  /** Calls made for this walk, repeated ones included. */
  calls(walk: string): number {
    return this.#meter.of(walk);
  }

  /** A request of this walk that has failed and is being repeated. */
  retrying(walk: string): PendingRetry | undefined {
    return this.#retries.of(walk);
  }

  /** Calls made in all, repeated ones included. */
  get allCalls(): number {
    return this.#meter.all;
  }

  /** The part of the server's rate limit used in the last minute, 0–1; undefined while the limit is not known. */
  get share(): number | undefined {
    const { serverRateLimit } = this.#gate;
    return serverRateLimit && this.#meter.lastMinute(this.#clock()) / serverRateLimit;
  }

  async #request(request: ApiRequest, caller: Lease | string): Promise<AxiosResponse<Body>> {
    const tracked = this.#retries.track(walkOf(caller));
    const answer = this.#http.request<Body>({
      method: request.method,
      url: request.path,
      ...(request.query && { params: request.query }),
      ...(request.body && { data: request.body }),
      ...(request.answersWith && { headers: { Accept: ACCEPT[request.answersWith] } }),
      adapter: (config) => this.#exchange(config, request, caller),
      'axios-retry': retriesOf(request, {
        patience: this.#patience,
        signal: this.#options.signal,
        clock: this.#clock,
        sleep: this.#sleep,
        random: this.#random,
        log: (level, message) => this.#options.log?.(level, message),
        onRetry: (retry, failure) => {
          tracked.failed(retry);
          this.#warnOfHost(failure);
        },
      }),
    });
    return await answer.finally(tracked.ended);
  }

  /** Early, because repeating takes minutes; and only before any answer, when the cause is probably on this side. */
  #warnOfHost({ host, detail }: Failure): void {
    if (host === undefined || this.#hasWarnedOfHost || this.#serverClock.firstAnswerAt !== undefined) return;
    this.#hasWarnedOfHost = true;
    const reason = detail === undefined ? 'does not answer' : `can't be reached (${detail})`;
    const seconds = this.#patience.retryingMs / 1_000;
    const time = seconds < 60 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
    this.#options.log?.('warn', `${host} ${reason}. Trying again for up to ${time}.`);
  }

  /** One exchange. It takes a slot at the gate only while it lasts. */
  async #exchange(
    config: InternalAxiosRequestConfig,
    { method, path, answersWith }: ApiRequest,
    caller: Lease | string,
  ): Promise<AxiosResponse<Body>> {
    const walk = walkOf(caller);
    const pass = await this.#gate.enter(caller, `${method} ${pathShape(path)}`);
    this.#meter.add(walk, pass.sentAtMs);
    const { attemptMs } = this.#patience;
    const options = { answersWith, attemptMs, signal: this.#options.signal, clock: this.#clock };
    const sent = await sendOnce(config, pass, options).catch((aborted: unknown) => {
      this.#gate.leave(pass);
      throw aborted;
    });
    const { exchange } = sent;
    // A gateway that fails may not be Intercom, nor know the time.
    if (exchange.status !== undefined && exchange.status < 500) this.#serverClock.observe(exchange.headers.date);
    if ('body' in sent) {
      this.#tokenHasWorked = true;
      if (typeof caller !== 'string') caller.add(exchange.bytes);
    }
    this.#gate.leave(pass, exchange);
    this.#logExchange(exchange, walk, 'failure' in sent ? sent.failure : undefined);
    if ('failure' in sent) throw new ExchangeFailed(sent.failure, config);
    return { data: sent.body, status: 200, statusText: '', headers: {}, config };
  }

  /** Never the query, a header or a body. */
  #logExchange({ kind, sentAtMs, endedAtMs, status }: Exchange, walk: string, failure: Failure | undefined): void {
    const result = failure?.trouble ?? status;
    const { window } = this.#gate;
    const left = window ? `, ${window.remaining} of ${window.limit} calls left in the window` : '';
    this.#options.log?.('debug', `${kind} for ${walk}: ${result} in ${Math.round(endedAtMs - sentAtMs)} ms${left}`);
  }

  #tellOfHold(hold: Hold): void {
    this.#options.onHold?.(hold);
    const nowMs = this.#clock();
    if (hold.reason !== '429' || nowMs < this.#nextHoldLogMs) return;
    this.#nextHoldLogMs = nowMs + HOLD_LOG_INTERVAL_MS;
    const until = new Date(hold.untilMs).toISOString().slice(11, 19);
    this.#options.log?.('info', `Intercom's rate limit is used up: all requests wait until ${until} UTC.`);
  }
}

function walkOf(caller: Lease | string): string {
  return typeof caller === 'string' ? caller : caller.walk;
}

async function* readFile(body: Body, request: ApiRequest): AsyncGenerator<Uint8Array> {
  try {
    yield* fileIn(body);
  } catch (error) {
    throw error instanceof BrokenFile ? toApiError(error.failure, request) : error;
  }
}

/** Without the error itself: axios' errors hold the request and its token. */
function ourFault(error: unknown, request: ApiRequest): ConnectorError {
  const words = error instanceof Error ? error.message : typeof error;
  return new ConnectorError('The connector failed to send a request. Please report this to its maintainers.', {
    failureType: 'system_error',
    internalMessage: `${words}: ${request.method} ${request.path}`,
  });
}
