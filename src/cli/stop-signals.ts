/** Shorter than the five seconds in which a stopped sync has to be gone. */
const GRACE_MS = 4_000;
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;

type StopSignal = keyof typeof EXIT_CODES;

/**
 * Aborts `stopping` at the first SIGTERM or SIGINT. A second one, or four seconds, end the process where it stands.
 * The result is to be called when all output is written: it ends a process that was told to stop, and does nothing to
 * another.
 */
export function stopOnSignals(process: NodeJS.Process, stopping: AbortController): () => void {
  let received: StopSignal | undefined;
  const stop = (signal: StopSignal) => {
    if (received !== undefined) die(process, received);
    received = signal;
    stopping.abort(new Error(`Stopped by ${signal}.`));
    setTimeout(() => die(process, signal), GRACE_MS).unref();
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
  return () => {
    if (received !== undefined) die(process, received);
  };
}

/**
 * A caller on the same machine expects its child to have died by the signal. The first process of a container can't:
 * the kernel drops what it has no handler for.
 */
function die(process: NodeJS.Process, signal: StopSignal): void {
  process.removeAllListeners(signal);
  if (process.pid !== 1) process.kill(process.pid, signal);
  process.exit(EXIT_CODES[signal]);
}
