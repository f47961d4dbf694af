import type { Body } from '../intercom/api.ts';

/** Remembers which records have come, by id; records without an id by everything they hold. */
export class SeenRecords {
  readonly #versions = new Map<unknown, unknown>();

  get size(): number {
    return this.#versions.size;
  }

  /**
   * True the first time that it is called with a record. Where a `version` is given, such as the time of the last
   * change, true again for the same record in another version.
   */
  isNew(record: Body, version?: unknown): boolean {
    const key = record.id ?? JSON.stringify(record);
    if (this.#versions.has(key) && Object.is(this.#versions.get(key), version)) return false;
    this.#versions.set(key, version);
    return true;
  }
}
