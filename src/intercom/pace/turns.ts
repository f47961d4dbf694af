/** A queue per name, served round robin: a name with a thousand waiting items gets no more turns than one with a single item. */
export class Turns<T> {
  /** In order of the next turn; no queue is empty. */
  readonly #queues = new Map<string, T[]>();

  add(name: string, item: T): void {
    const queue = this.#queues.get(name);
    if (queue) queue.push(item);
    else this.#queues.set(name, [item]);
  }

  /** Whose turn it is; undefined when nobody waits. */
  peek(): T | undefined {
    const [queue] = this.#queues.values();
    return queue?.[0];
  }

  /** Takes out the item that {@link peek} shows and passes the turn on. */
  take(): T | undefined {
    const [first] = this.#queues;
    if (!first) return undefined;
    const [name, queue] = first;
    const item = queue.shift();
    this.#queues.delete(name);
    if (queue.length > 0) this.#queues.set(name, queue);
    return item;
  }

  remove(name: string, item: T): void {
    const queue = this.#queues.get(name);
    const index = queue?.indexOf(item) ?? -1;
    if (queue && index >= 0) queue.splice(index, 1);
    if (queue?.length === 0) this.#queues.delete(name);
  }

  get isEmpty(): boolean {
    return this.#queues.size === 0;
  }
}
