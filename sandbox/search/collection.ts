import type { Ids } from '../generate/ids.ts';
import type { Times } from '../generate/times.ts';
import type { Row } from '../json.ts';
import { TimeIndex } from './time-index.ts';

export type TimeField = 'created_at' | 'updated_at';

export interface CollectionSource {
  readonly size: number;
  readonly ids: Ids;
  times(row: number): Times;
  /** The whole API object of a row, from nothing but its number and times. */
  make(row: number, created: number, updated: number): Row;
}

/**
 * All records of one kind. A row is made when it is asked for and never kept; only its two times are, and what a change
 * has replaced.
 */
export class Collection {
  private readonly source: CollectionSource;
  private created: Uint32Array;
  private updated: Uint32Array;
  /** `updated_at` as search knows it; 0 for a row that search hasn't seen yet. */
  private indexed: Uint32Array;
  /** Changes that search hasn't seen yet. */
  private unseen: { readonly row: number; readonly at: number }[] = [];
  private rows: number;
  private readonly patches = new Map<number, Row>();
  private readonly deleted = new Set<number>();
  private readonly indexes = new Map<TimeField, TimeIndex>();
  /** Goes up with every change, and again when search sees it. */
  revision = 0;

  constructor(source: CollectionSource) {
    this.source = source;
    this.rows = source.size;
    this.created = new Uint32Array(source.size + 1000);
    this.updated = new Uint32Array(source.size + 1000);
    for (let row = 0; row < source.size; row++) {
      const { created, updated } = source.times(row);
      this.created[row] = created;
      this.updated[row] = updated;
    }
    this.indexed = this.updated.slice();
  }

  /** How many rows there are now, without the deleted ones. */
  get count(): number {
    return this.rows - this.deleted.size;
  }

  /** One more than the highest row number; deleted rows keep theirs. */
  get end(): number {
    return this.rows;
  }

  has(row: number): boolean {
    return row >= 0 && row < this.rows && !this.deleted.has(row);
  }

  idOf(row: number): string {
    return this.source.ids.of(row);
  }

  /** The row number of an id of this kind, whether it still exists or not. */
  numberOf(id: string): number | undefined {
    return this.source.ids.row(id);
  }

  /** The row number of an id that exists now. */
  find(id: string): number | undefined {
    const row = this.source.ids.row(id);
    return row !== undefined && this.has(row) ? row : undefined;
  }

  /** The same, for an id that must exist. */
  known(id: string): number {
    const row = this.find(id);
    if (row === undefined) throw new Error(`There is no ${id} in the sandbox`);
    return row;
  }

  timeOf(row: number, field: TimeField): number {
    return (field === 'created_at' ? this.created : this.updated)[row] ?? 0;
  }

  /** The row's time as search knows it; undefined while search hasn't seen the row at all, and once it is deleted. */
  indexedTimeOf(row: number, field: TimeField): number | undefined {
    const updated = this.deleted.has(row) ? 0 : this.indexed[row];
    if (!updated) return undefined;
    return field === 'created_at' ? this.created[row] : updated;
  }

  /** The API object as it is now. */
  get(row: number): Row {
    const made = this.source.make(row, this.timeOf(row, 'created_at'), this.timeOf(row, 'updated_at'));
    const patch = this.patches.get(row);
    return patch ? { ...made, ...patch } : made;
  }

  /** Row numbers of all rows, oldest id first. */
  *all(): Generator<number> {
    for (let row = 0; row < this.rows; row++) if (!this.deleted.has(row)) yield row;
  }

  /** The rows in order of a time as search knows it, which sees all changes made until second `until`. */
  index(field: TimeField, until = Number.POSITIVE_INFINITY): TimeIndex {
    this.catchUp(until);
    const index = this.indexes.get(field) ?? new TimeIndex(this.rows, (row) => this.indexedTimeOf(row, field));
    this.indexes.set(field, index);
    return index;
  }

  /** Changes a row: its `updated_at` becomes `at`, and the fields of `patch` replace the generated ones. */
  touch(row: number, at: number, patch: Row = {}): void {
    this.updated[row] = at;
    if (Object.keys(patch).length > 0) this.patches.set(row, { ...this.patches.get(row), ...patch });
    this.unseen.push({ row, at });
    this.revision++;
  }

  /** Adds a row and returns its number. */
  add(at: number, patch: Row = {}): number {
    const row = this.rows;
    if (row >= this.created.length) {
      this.created = grown(this.created);
      this.updated = grown(this.updated);
      this.indexed = grown(this.indexed);
    }
    this.created[row] = at;
    this.rows++;
    this.touch(row, at, patch);
    return row;
  }

  remove(row: number): void {
    this.deleted.add(row);
    this.revision++;
  }

  private catchUp(until: number): void {
    const seen = this.unseen.filter(({ at }) => at <= until);
    if (seen.length === 0) return;
    this.unseen = this.unseen.filter(({ at }) => at > until);
    for (const { row, at } of seen) {
      this.indexed[row] = at;
      for (const index of this.indexes.values()) index.moved(row, this.rows);
    }
    this.revision++;
  }
}

function grown(times: Uint32Array): Uint32Array {
  const larger = new Uint32Array(times.length * 2);
  larger.set(times);
  return larger;
}
