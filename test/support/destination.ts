import { keyOf } from './inputs.ts';
import type { Outcome, Row } from './outcome.ts';

/** Where the output of several runs arrives, one after another, as a platform takes it in. */
export class Destination {
  /** The row of each key that came last, by stream. */
  readonly rows = new Map<string, Map<string, Row>>();
  /** RECORD messages by stream, repeated ones included. */
  readonly records = new Map<string, number>();
  /** The last status of each stream. */
  readonly statuses = new Map<string, string>();
  readonly #states = new Map<string, object>();

  constructor(...outcomes: readonly Outcome[]) {
    for (const outcome of outcomes) this.take(outcome);
  }

  take(outcome: Outcome): void {
    for (const { stream, data } of outcome.records) {
      const rows = this.rows.get(stream) ?? new Map<string, Row>();
      this.rows.set(stream, rows);
      rows.set(keyOf(stream, data), data);
      this.records.set(stream, (this.records.get(stream) ?? 0) + 1);
    }
    for (const state of outcome.lastStates) this.#states.set(state.stream.stream_descriptor.name, state);
    for (const [stream, status] of Object.entries(outcome.lastStatuses)) this.statuses.set(stream, status);
  }

  /** The last state of each stream, as they are handed to the next run. */
  get state(): readonly object[] {
    return [...this.#states.values()];
  }
}
