import type { Sandbox } from '../../../sandbox/sandbox.ts';

/** Acts when the `nth` request to a matching path arrives, before it is looked at. Takes the place of the latency. */
export function onCall(sandbox: Sandbox, path: string | RegExp, nth: number, act: () => void, latencyMs = 0): void {
  let seen = 0;
  sandbox.set({
    latencyMs: (called) => {
      const isMeant = typeof path === 'string' ? called === path : path.test(called);
      if (isMeant) seen += 1;
      if (isMeant && seen === nth) act();
      return latencyMs;
    },
  });
}
