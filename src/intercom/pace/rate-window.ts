/** What is known of the server's current window. Times are Unix ms by the server's clock. */
export interface RateWindow {
  /** Calls that the window allows to all applications together. */
  readonly limit: number;
  /** What the window had left when it was first seen. */
  readonly offered: number;
  readonly remaining: number;
  readonly resetsAtMs: number;
}

type Headers = Readonly<Record<string, unknown>>;

/** Intercom's windows last ten seconds: https://developers.intercom.com/docs/references/rest-api/errors/rate-limiting */
export const WINDOW_MS = 10_000;
const FURTHEST_RESET_MS = 60_000;

/** The window that an answer's headers describe; undefined when a header is missing or makes no sense. */
export function readWindow(headers: Headers, serverNowMs: number): RateWindow | undefined {
  const limit = wholeNumber(headers['x-ratelimit-limit']);
  const remaining = wholeNumber(headers['x-ratelimit-remaining']);
  const resetsAtMs = readReset(headers, serverNowMs);
  if (!limit || remaining === undefined || remaining > limit || resetsAtMs === undefined) return undefined;
  if (resetsAtMs > serverNowMs + FURTHEST_RESET_MS) return undefined;
  return { limit, offered: Math.min(limit, remaining + 1), remaining, resetsAtMs };
}

/** When the window ends. The header gives a Unix second; one that is long past or hours ahead is ignored. */
export function readReset(headers: Headers, serverNowMs: number): number | undefined {
  const second = wholeNumber(headers['x-ratelimit-reset']);
  if (second === undefined) return undefined;
  const resetsAtMs = second * 1_000;
  return resetsAtMs > serverNowMs - 2_000 && resetsAtMs < serverNowMs + 3_600_000 ? resetsAtMs : undefined;
}

/** Answers may overtake each other: within one window the lowest `remaining` counts, and an older window is ignored. */
export function mergeWindows(known: RateWindow | undefined, read: RateWindow): RateWindow {
  if (!known || read.resetsAtMs > known.resetsAtMs) return read;
  if (read.resetsAtMs < known.resetsAtMs) return known;
  return {
    limit: read.limit,
    offered: Math.max(known.offered, read.offered),
    remaining: Math.min(known.remaining, read.remaining),
    resetsAtMs: known.resetsAtMs,
  };
}

/**
 * How many more calls may be sent at `serverNowMs` when we may use only `usableShare` (0–1) of what a window offers, but at
 * least one call a window. Requests in flight count as not yet counted by the server. After its end, a window stands for
 * the next one, which is not known yet and assumed to have the same limit, with nothing used.
 */
export function spendable(window: RateWindow, usableShare: number, inFlight: number, serverNowMs: number): number {
  const isOver = serverNowMs >= window.resetsAtMs;
  const offered = isOver ? window.limit : window.offered;
  const remaining = isOver ? window.limit : window.remaining;
  return remaining - (offered - oursOf(offered, usableShare)) - inFlight;
}

/** How many calls we may make in the window of `serverNowMs` altogether. */
export function usable(window: RateWindow, usableShare: number, serverNowMs: number): number {
  return oursOf(serverNowMs >= window.resetsAtMs ? window.limit : window.offered, usableShare);
}

/** When the window of `serverNowMs` ends: after the end of the one that is known, windows follow each other. */
export function endOf({ resetsAtMs }: RateWindow, serverNowMs: number): number {
  if (serverNowMs < resetsAtMs) return resetsAtMs;
  return resetsAtMs + (Math.floor((serverNowMs - resetsAtMs) / WINDOW_MS) + 1) * WINDOW_MS;
}

function oursOf(offered: number, usableShare: number): number {
  return Math.max(1, Math.floor(offered * usableShare));
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
