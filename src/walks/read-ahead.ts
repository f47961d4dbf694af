/**
 * Fetches items ahead of their turn, from many sources that are consumed one after the other. Of each source the first
 * item is fetched at once; of the further items at most `room` wait at the same time, those of all sources together.
 */
export class ReadAhead {
  #room: number;

  constructor(room: number) {
    this.#room = room;
  }

  /** Resolves with the items of a source when the first one has been fetched. */
  async start<T>(source: AsyncIterable<T>): Promise<AsyncIterable<T>> {
    const items = source[Symbol.asyncIterator]();
    const first = await items.next();
    const waiting: Promise<IteratorResult<T>>[] = [];
    const fetchAhead = () => {
      if (this.#room <= 0 || waiting.length > 0) return;
      this.#room -= 1;
      const next = items.next();
      waiting.push(next);
      // An item takes room until it is consumed; the end of a source and its failure take none.
      next.then(
        ({ done }) => {
          if (done) this.#room += 1;
        },
        () => {
          this.#room += 1;
        },
      );
    };
    const take = async () => {
      const next = waiting.shift();
      if (next === undefined) return items.next();
      const result = await next;
      if (!result.done) this.#room += 1;
      return result;
    };
    fetchAhead();
    return (async function* () {
      for (let result = first; !result.done; result = await take()) {
        fetchAhead();
        yield result.value;
      }
    })();
  }
}
