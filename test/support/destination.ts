import { keyOf, recordOf } from './inputs.ts';
import type { Outcome, Row } from './outcome.ts';

/** Where the output of several runs arrives, one after another, as a platform takes it in. */
export class Destination {
  /** The row of each key that came last, by stream. */
  readonly rows = new Map<string, Map<string, Row>>();
  /** The records of which something came in several runs, or their parents: ids by stream. */
  readonly repeated = new Map<string, Set<string>>();
  /** The last status of each stream. */
  readonly statuses = new Map<string, string>();
  readonly #states = new Map<string, object>();

  constructor(...outcomes: readonly Outcome[]) {
    for (const outcome of outcomes) this.take(outcome);
  }

  take(outcome: Outcome): void {
    const before = new Map([...this.rows].map(([stream, rows]) => [stream, new Set(rows.keys())]));
    for (const { stream, data } of outcome.records) {
      const rows = this.rows.get(stream) ?? new Map<string, Row>();
      const key = keyOf(stream, data);
      if (before.get(stream)?.has(key)) {
        const repeated = this.repeated.get(stream) ?? new Set();
        this.repeated.set(stream, repeated.add(recordOf(stream, data)));
      }
      this.rows.set(stream, rows.set(key, data));
    }
    for (const state of outcome.lastStates) this.#states.set(state.stream.stream_descriptor.name, state);
    for (const [stream, status] of Object.entries(outcome.lastStatuses)) this.statuses.set(stream, status);
  }

  /** The last state of each stream, as they are handed to the next run. */
  get state(): readonly object[] {
    return [...this.#states.values()];
  }
}
