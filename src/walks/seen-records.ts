import type { Body } from '../intercom/api.ts';

/** Tells records that have come from those that are new, by id; those without one by all that they hold. */
export class SeenRecords {
  readonly #keys = new Set<unknown>();

  get size(): number {
    return this.#keys.size;
  }

  /** True the first time that a record is asked about. */
  isNew(record: Body): boolean {
    const before = this.#keys.size;
    this.#keys.add(record.id ?? JSON.stringify(record));
    return this.#keys.size > before;
  }
}
