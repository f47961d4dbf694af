/** A first-in first-out queue that holds its producers back while more than `limit` bytes wait in it. */
export class ByteQueue<T> implements AsyncIterable<T> {
  readonly #limit: number;
  readonly #items: { readonly item: T; readonly bytes: number }[] = [];
  #bytes = 0;
  #isClosed = false;
  #wakeConsumer = () => {};
  #wakeProducers: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Resolves once the item is in and the queue is below its limit again: what one producer waits for holds back all. */
  async push(item: T, bytes: number): Promise<void> {
    if (this.#isClosed) return;
    this.#items.push({ item, bytes });
    this.#bytes += bytes;
    this.#wakeConsumer();
    while (this.#bytes > this.#limit && !this.#isClosed) {
      await new Promise<void>((resolve) => this.#wakeProducers.push(resolve));
    }
  }

  /** Ends the iteration once what is in the queue has been taken; later items are dropped. */
  close(): void {
    this.#isClosed = true;
    this.#wakeConsumer();
    this.#releaseProducers();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const next = this.#items.shift();
      if (next !== undefined) {
        this.#bytes -= next.bytes;
        if (this.#bytes <= this.#limit) this.#releaseProducers();
        yield next.item;
      } else if (this.#isClosed) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          this.#wakeConsumer = resolve;
        });
      }
    }
  }

  #releaseProducers(): void {
    const waiting = this.#wakeProducers;
    this.#wakeProducers = [];
    for (const wake of waiting) wake();
  }
}
