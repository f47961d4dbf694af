export interface Turn<T> {
  readonly name: string;
  readonly item: T;
}

/**
 * A queue per name, served round robin: a name with a thousand waiting items gets no more turns than one with a single
 * item. An item that can't be served yet holds back neither the other names nor the items behind it.
 */
export class Turns<T> {
  /** In order of the next turn; no queue is empty. */
  readonly #queues = new Map<string, T[]>();

  /** Puts an item at the end of its name's queue. */
  add(name: string, item: T): void {
    const queue = this.#queues.get(name);
    if (queue) queue.push(item);
    else this.#queues.set(name, [item]);
  }

  /**
   * Whose turn it is: the first item, in the order of turns, that `isReady` accepts, of a name that `isOpen` accepts.
   * Undefined when there is none.
   */
  next(isReady: (item: T) => boolean, isOpen: (name: string) => boolean = () => true): Turn<T> | undefined {
    for (const [name, queue] of this.#queues) {
      const item = isOpen(name) ? queue.find(isReady) : undefined;
      if (item !== undefined) return { name, item };
    }
    return undefined;
  }

  /** Takes the item out; its name's next turn comes after those of all other names. */
  take({ name, item }: Turn<T>): void {
    const queue = this.#queues.get(name);
    this.remove(name, item);
    if (!queue || queue.length === 0) return;
    this.#queues.delete(name);
    this.#queues.set(name, queue);
  }

  /** Takes the item out without a turn; does nothing when it is not there. */
  remove(name: string, item: T): void {
    const queue = this.#queues.get(name);
    const index = queue?.indexOf(item) ?? -1;
    if (queue && index >= 0) queue.splice(index, 1);
    if (queue?.length === 0) this.#queues.delete(name);
  }
}
