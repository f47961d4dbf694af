import { setMaxListeners } from 'node:events';
import type { AxiosInstance, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { ConnectorError } from '../../errors.ts';
import type { Api, ApiRequest, Body } from '../api.ts';
import { CallMeter } from '../pace/call-meter.ts';
import { Gate, type Hold } from '../pace/gate.ts';
import type { Lease } from '../pace/memory-budget.ts';
import { ServerClock } from '../pace/server-clock.ts';
import { type Sleep, sleep, steadyClock } from '../pace/time.ts';
import { toApiError } from './api-errors.ts';
import { type Address, createHttp } from './connection.ts';
import { ExchangeFailed, exchange } from './exchange.ts';
import { pathShape } from './path-shape.ts';
import { retriesOf } from './retries.ts';
import { isCurable, type Patience, patienceFor } from './retry-policy.ts';

export interface ClientOptions extends Address {
  /** Percent of what each rate limit window offers that may be used. */
  readonly rateLimitShare: number;
  readonly maxCallsPerMinute?: number | undefined;
  readonly maxInFlight?: number | undefined;
  /** Ends every wait and every exchange; `send` then rejects with its reason. */
  readonly signal: AbortSignal;
  /** `check` gives up on a request within half a minute, `read` outlasts an outage of about a minute. Default `read`. */
  readonly patience?: 'check' | 'read';
  /** For one attempt; default by patience. */
  readonly attemptMs?: number;
  /** Local Unix time in ms. */
  readonly clock?: () => number;
  readonly sleep?: Sleep;
  /** 0 ≤ x < 1 */
  readonly random?: () => number;
  /** All requests wait, whatever the length of it; told again when the end moves. */
  readonly onHold?: (hold: Hold) => void;
  readonly onRelease?: () => void;
  readonly log?: (level: 'warn' | 'info' | 'debug', message: string) => void;
}

/** Intercom's API over HTTP: one limit, one retry policy and one pool of connections for all walks. */
export class IntercomClient implements Api {
  readonly #options: ClientOptions;
  readonly #patience: Patience;
  readonly #clock: () => number;
  readonly #sleep: Sleep;
  readonly #random: () => number;
  readonly #http: AxiosInstance;
  readonly #gate: Gate;
  readonly #serverClock: ServerClock;
  readonly #meter = new CallMeter();

  constructor(options: ClientOptions) {
    this.#options = options;
    const patience = patienceFor[options.patience ?? 'read'];
    this.#patience = { ...patience, attemptMs: options.attemptMs ?? patience.attemptMs };
    this.#clock = options.clock ?? steadyClock;
    this.#sleep = options.sleep ?? sleep;
    this.#random = options.random ?? Math.random;
    this.#serverClock = new ServerClock(this.#clock);
    this.#http = createHttp(options);
    this.#gate = new Gate({
      share: options.rateLimitShare / 100,
      maxCallsPerMinute: options.maxCallsPerMinute,
      maxInFlight: options.maxInFlight,
      signal: options.signal,
      clock: this.#clock,
      serverClock: this.#serverClock,
      sleep: this.#sleep,
      random: this.#random,
      onHold: options.onHold ?? (() => undefined),
      onRelease: options.onRelease ?? (() => undefined),
    });
    // Each waiting request listens to the signal.
    setMaxListeners(0, options.signal);
  }

  async send(request: ApiRequest, caller: Lease | string): Promise<Body> {
    const walk = typeof caller === 'string' ? caller : caller.walk;
    const response = await this.#request(request, walk).catch((error: unknown) => {
      if (error instanceof ExchangeFailed) throw toApiError(error.failure, request);
      this.#options.signal.throwIfAborted();
      throw ourFault(error, request);
    });
    return response.data;
  }

  /** Unix seconds: the `Date` of the server's first answer; undefined before. */
  get firstAnswerAt(): number | undefined {
    return this.#serverClock.firstAnswerAt;
  }

  /** Calls made for this walk, repeated ones included. */
  calls(walk: string): number {
    return this.#meter.of(walk);
  }

  /** The part of the rate limit used up in the last minute, 0–1; undefined while the limit is not known. */
  get share(): number | undefined {
    const { callsPerMinute } = this.#gate;
    return callsPerMinute && this.#meter.lastMinute(this.#clock()) / callsPerMinute;
  }

  #request(request: ApiRequest, walk: string): Promise<AxiosResponse<Body>> {
    return this.#http.request<Body>({
      method: request.method,
      url: request.path,
      ...(request.query && { params: request.query }),
      ...(request.body && { data: request.body }),
      adapter: (config) => this.#attempt(config, walk),
      'axios-retry': retriesOf(request, {
        patience: this.#patience,
        signal: this.#options.signal,
        clock: this.#clock,
        sleep: this.#sleep,
        random: this.#random,
        report: (message) => this.#options.log?.('info', message),
      }),
    });
  }

  /** One exchange; a slot is held while it lasts and not a moment longer. */
  async #attempt(config: InternalAxiosRequestConfig, walk: string): Promise<AxiosResponse<Body>> {
    const pass = await this.#gate.enter(walk, `${config.method} ${pathShape(config.url ?? '')}`);
    this.#meter.add(walk, pass.sentAtMs);
    const { attemptMs } = this.#patience;
    const ended = await exchange(config, { attemptMs, signal: this.#options.signal }).catch((aborted: unknown) => {
      this.#gate.leave(pass, { bytes: 0, ending: 'refusal' });
      throw aborted;
    });
    const { answer, bytes, result } = ended;
    // A gateway that fails may not be Intercom, nor know the time.
    if (answer && answer.status < 500) this.#serverClock.observe(answer.headers.date);
    const failure = 'failure' in result ? result.failure : undefined;
    const ending = failure === undefined ? 'success' : isCurable(failure) ? 'failure' : 'refusal';
    this.#gate.leave(pass, { bytes, ending, ...(answer && { answer }) });
    if ('failure' in result) throw new ExchangeFailed(result.failure, config);
    return { data: result.body, status: 200, statusText: '', headers: {}, config };
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
