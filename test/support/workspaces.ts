import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';

export type Fault = Parameters<Sandbox['faults']['add']>[0];

export const FOR_EVER = { times: Number.POSITIVE_INFINITY } as const;

/** Secret enough to be found wherever it turns up. */
export const TOKEN = 'dG9rOjhmM2E_c2VjcmV0-dG9rZW4=';

/** A workspace with a few rows of everything, whose clock stands still, so that its export jobs take no time. */
export function smallWorkspace(options: SandboxOptions = {}): Promise<Sandbox> {
  const now = Math.floor(Date.now() / 1000);
  const few = { contacts: 12, companies: 4, conversations: 5, partsPerConversation: 2, tickets: 4, activity_logs: 6 };
  const sizes = { ...few, tags: 3, admins: 2, teams: 2, segments: 3, deleted_conversations: 2, ...options.sizes };
  const rateLimit = { perWindow: 1_000_000_000 };
  const exports = { jobSeconds: 0, ...options.exports };
  return startSandbox({ token: TOKEN, now: () => now, seed: 3, rateLimit, ...options, exports, sizes });
}

/** Everything in {@link pagedWorkspace} was made and changed within so many days. */
const SPAN_DAYS = 80;

/** A workspace whose streams have several pages, in which a full read takes some hundred calls. */
export function pagedWorkspace(options: SandboxOptions = {}): Promise<Sandbox> {
  const sizes = { contacts: 500, companies: 250, conversations: 40, tickets: 200, activity_logs: 700 };
  return startSandbox({ spanDays: SPAN_DAYS, ...options, sizes: { ...sizes, ...options.sizes } });
}

/**
 * Likewise with two pages of each search and of the scroll, and little more: a read of all streams, some of which take a
 * call per contact or conversation, is over soon.
 */
export function quickWorkspace(options: SandboxOptions = {}): Promise<Sandbox> {
  return pagedWorkspace({ rateLimit: { perWindow: 100_000 }, ...options, sizes: { ...twoPages, ...options.sizes } });
}

export const twoPages = {
  ...{ contacts: 160, companies: 110, conversations: 155, partsPerConversation: 2, tickets: 155, activity_logs: 300 },
};

/** A configuration by which a read covers everything in {@link pagedWorkspace}. */
export function wholeSpan(sandbox: Sandbox): { readonly start_date: string } {
  return { start_date: dateOf(sandbox.now() - (SPAN_DAYS + 10) * 86_400) };
}

/** A Unix second as a configuration has it. */
export function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z/, 'Z');
}

/** Acts when the `nth` request to a matching path arrives, before it is looked at. Takes the place of the latency. */
export function onCall(sandbox: Sandbox, path: string | RegExp, nth: number, act: () => void): void {
  let seen = 0;
  sandbox.set({
    latencyMs: (called) => {
      const isMeant = typeof path === 'string' ? called === path : path.test(called);
      if (isMeant) seen += 1;
      if (isMeant && seen === nth) act();
      return 0;
    },
  });
}
