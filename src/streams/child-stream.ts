import type { Body } from '../intercom/api.ts';
import { rowsAt } from '../rows/paths.ts';
import type { Row } from '../rows/row.ts';
import { type ChildListOptions, childList } from '../walks/child-list.ts';
import type { Child } from '../walks/children.ts';
import type { Walk } from '../walks/walk.ts';
import { type Parent, Stream } from './stream.ts';

/** The parent with the usual columns: `contact_id` and `contact_updated_at` where `noun` is `contact`. */
export function parentFrom(stream: string, noun: string): Required<Parent> {
  return { stream, key: `${noun}_id`, changedAt: `${noun}_updated_at` };
}

/** A stream whose rows belong to the records of another one. */
export abstract class ChildStream<R = Body> extends Stream<R> {
  abstract override readonly parent: Parent;

  /** The columns of a row that name its parent. */
  protected parentColumns(parent: Body): Row {
    const { key, changedAt } = this.parent;
    return { [key]: parent.id, ...(changedAt !== undefined && { [changedAt]: parent.updated_at ?? null }) };
  }
}

/**
 * A stream of the objects in a list that its parent's records hold. It shares the parent's walk and makes no call. A
 * record without the list has no rows: where a list may be cut or left out, the walk has to complete it.
 */
export abstract class EmbeddedListStream extends ChildStream {
  /** Paths of the list in a record, such as `companies.data`; the first where there is a list counts. */
  protected abstract readonly listAt: readonly string[];

  get source(): string {
    return `with \`${this.parent.stream}\`, without a call of its own`;
  }

  rows(record: Body): readonly Row[] {
    const items = rowsAt(record, this.listAt) ?? [];
    return items.map((item) => ({ ...item, ...this.parentColumns(record) }));
  }
}

/** A stream of the records in a GET list that each of its parents has. Its walk is named after it. */
export abstract class ChildListStream extends ChildStream<Child> {
  protected abstract readonly list: Omit<ChildListOptions, 'name'>;
  #walk: Walk<Child> | undefined;

  get walk(): Walk<Child> {
    this.#walk ??= childList({ ...this.list, name: this.name });
    return this.#walk;
  }

  rows({ parent, body }: Child): readonly Row[] {
    return [{ ...body, ...this.parentColumns(parent) }];
  }
}
