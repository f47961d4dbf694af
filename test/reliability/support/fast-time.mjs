import { createRequire, syncBuiltinESMExports } from 'node:module';
import { env } from 'node:process';

/**
 * Makes time pass `factor` times as fast for all code in this process: clocks, timers and promised timers. Two processes
 * that are given the same epoch have the same time. What the machine does takes as long as ever.
 */
export function speedUp(factor, epochMs) {
  const now = Date.now;
  Date.now = () => Math.floor(epochMs + (now() - epochMs) * factor);
  const { timeOrigin } = performance;
  const start = epochMs + (timeOrigin - epochMs) * factor;
  const elapsed = performance.now.bind(performance);
  Object.defineProperty(performance, 'now', { value: () => start - timeOrigin + elapsed() * factor });
  const { setTimeout, setInterval } = globalThis;
  globalThis.setTimeout = (run, ms, ...args) => setTimeout(run, shortened(ms), ...args);
  globalThis.setInterval = (run, ms, ...args) => setInterval(run, shortened(ms), ...args);
  const promised = createRequire(import.meta.url)('node:timers/promises');
  const wait = promised.setTimeout;
  promised.setTimeout = (ms, ...args) => wait(shortened(ms), ...args);
  syncBuiltinESMExports();

  function shortened(ms) {
    return ms === undefined ? ms : ms / factor;
  }
}

/** For a process that can't call it: `node --import`, with `FAST_TIME` in the form `factor@epochMs`. */
if (env.FAST_TIME) {
  const [factor, epochMs] = env.FAST_TIME.split('@').map(Number);
  speedUp(factor, epochMs);
}
