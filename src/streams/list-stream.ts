import { type ListOptions, list } from '../walks/list.ts';
import type { BareWalk } from '../walks/walk.ts';
import { RecordStream } from './stream.ts';

/** A stream of the records of one GET list. Its walk is named after it, so no other stream shares it. */
export abstract class ListStream extends RecordStream {
  readonly source: string = 'one call';
  protected abstract readonly list: Omit<ListOptions, 'name'>;
  #walk: BareWalk | undefined;

  get walk(): BareWalk {
    this.#walk ??= list({ ...this.list, name: this.name });
    return this.#walk;
  }
}
