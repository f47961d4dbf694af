import type { Scenario } from '../lib/scenario.ts';
import { allStreamsCalls } from './all-streams-calls.ts';
import { contactsByDays } from './contacts-by-days.ts';
import { contactsCompletions } from './contacts-completions.ts';
import { cpu } from './cpu.ts';
import { image } from './image.ts';
import { limit } from './limit.ts';
import { memory } from './memory.ts';
import { otherApplication } from './other-application.ts';
import { priority } from './priority.ts';
import { start } from './start.ts';
import { thirteenStreams } from './thirteen-streams.ts';

/** In the order of the table in docs/performance.md. */
export const scenarios: readonly Scenario[] = [
  limit({ callsPerMinute: 1_000, latencyMs: 200 }),
  limit({ callsPerMinute: 1_000, latencyMs: 500 }),
  limit({ callsPerMinute: 10_000, latencyMs: 200 }),
  limit({ callsPerMinute: 10_000, latencyMs: 500 }),
  otherApplication,
  thirteenStreams,
  allStreamsCalls,
  contactsCompletions,
  contactsByDays,
  priority,
  cpu({
    what: 'contacts',
    stream: 'contacts',
    rows: { contacts: 30_000 },
    target: { atMost: 1.6 },
    quick: { atMost: 3.2 },
  }),
  cpu({
    what: 'parts',
    stream: 'conversation_parts',
    rows: { conversations: 6_000 },
    target: { atMost: 2.2 },
    quick: { atMost: 4.5 },
  }),
  memory,
  start,
  image,
];
