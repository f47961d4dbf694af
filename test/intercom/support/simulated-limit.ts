import { RateLimiter } from '../../../src/intercom/pace/rate-limiter.ts';
import { ServerClock } from '../../../src/intercom/pace/server-clock.ts';

export interface LimitScenario {
  readonly limit: number;
  /** Percent. */
  readonly share: number;
  readonly requests: number;
  readonly maxInFlight: number;
  /** Used in turn. Of each exchange: the way there and the way back. */
  readonly travelsMs: readonly { readonly there: number; readonly back: number }[];
  /** Calls by other applications, used in turn, one entry every 250 ms. */
  readonly others: readonly number[];
  readonly skewMs: number;
  readonly startMs: number;
}

interface Happening {
  readonly atMs: number;
  readonly what: () => void;
}

const windowMs = 10_000;

/**
 * Runs the limiter against a server that counts ten-second windows, in simulated time. Returns our calls in each window,
 * how many of them were refused, and how long it all took.
 */
export function simulateLimit(scenario: LimitScenario) {
  let nowMs = scenario.startMs;
  const serverClock = new ServerClock(() => nowMs);
  const limiter = new RateLimiter({ usableShare: scenario.share / 100, random: () => 0 });
  const agenda: Happening[] = [];
  const ours = new Map<number, number>();
  const theirs = new Map<number, number>();
  let [toSend, inFlight, refused, done, sent] = [scenario.requests, 0, 0, 0, 0];

  const plan = (inMs: number, what: () => void) => agenda.push({ atMs: nowMs + inMs, what });
  const serverNowMs = () => nowMs + scenario.skewMs;
  const now = () => ({ localMs: nowMs, serverMs: serverClock.nowMs });

  function serve(): { status: number; headers: Record<string, string> } {
    const window = Math.floor(serverNowMs() / windowMs);
    const used = (ours.get(window) ?? 0) + (theirs.get(window) ?? 0);
    const isRefused = used >= scenario.limit;
    if (!isRefused) ours.set(window, (ours.get(window) ?? 0) + 1);
    const headers = {
      date: new Date(serverNowMs()).toUTCString(),
      'x-ratelimit-limit': String(scenario.limit),
      'x-ratelimit-remaining': String(Math.max(0, scenario.limit - used - 1)),
      'x-ratelimit-reset': String(((window + 1) * windowMs) / 1_000),
    };
    return { status: isRefused ? 429 : 200, headers };
  }

  function send(): void {
    const sentAtMs = nowMs;
    const travel = scenario.travelsMs[sent % scenario.travelsMs.length] ?? { there: 50, back: 50 };
    [toSend, inFlight, sent] = [toSend - 1, inFlight + 1, sent + 1];
    limiter.sent(now());
    plan(travel.there, () => {
      const { status, headers } = serve();
      plan(travel.back, () => {
        inFlight -= 1;
        serverClock.observe(headers.date);
        limiter.observe({ status, headers, sentAtMs }, now());
        if (status === 429) [toSend, refused] = [toSend + 1, refused + 1];
        else done += 1;
        admit();
      });
    });
  }

  function admit(): void {
    while (toSend > 0 && inFlight < scenario.maxInFlight) {
      const permission = limiter.admission(now(), inFlight);
      if (permission === 'go') send();
      else if (permission === 'answer') return;
      else {
        plan(Math.max(1, permission.untilMs - nowMs), admit);
        return;
      }
    }
  }

  function othersCall(turn: number): void {
    const window = Math.floor(serverNowMs() / windowMs);
    const used = (ours.get(window) ?? 0) + (theirs.get(window) ?? 0);
    const calls = Math.min(scenario.others[turn % scenario.others.length] ?? 0, scenario.limit - used);
    theirs.set(window, (theirs.get(window) ?? 0) + calls);
    plan(250, () => othersCall(turn + 1));
  }

  othersCall(0);
  admit();
  while (done < scenario.requests && nowMs < scenario.startMs + 4 * 3_600_000) {
    agenda.sort((a, b) => b.atMs - a.atMs);
    const next = agenda.pop();
    if (!next) break;
    nowMs = Math.max(nowMs, next.atMs);
    next.what();
  }
  return { perWindow: [...ours.values()], refused, done, tookMs: nowMs - scenario.startMs };
}
