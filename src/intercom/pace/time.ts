import { setTimeout as wait } from 'node:timers/promises';

/** Resolves after `ms`, or rejects with the signal's reason as soon as it is aborted. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

/** Unix time in ms, with a fraction. A correction of the system's clock does not change it. */
export function steadyClock(): number {
  return performance.timeOrigin + performance.now();
}
