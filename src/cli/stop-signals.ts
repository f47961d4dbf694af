/** A stopped sync has to end within five seconds. */
const GRACE_MS = 4_000;
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;

type StopSignal = keyof typeof EXIT_CODES;

/**
 * Aborts `stopping` at the first SIGTERM or SIGINT. The process ends at once at a second signal, or four seconds later.
 * Call the returned function when all output is written: it ends the process if a signal has come, and does nothing
 * otherwise.
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
 * Dies by the signal itself, as a parent process expects. The first process of a container (pid 1) can't, since the kernel
 * ignores signals that it has no handler for; it exits with the signal's code.
 */
function die(process: NodeJS.Process, signal: StopSignal): void {
  process.removeAllListeners(signal);
  if (process.pid !== 1) process.kill(process.pid, signal);
  process.exit(EXIT_CODES[signal]);
}
