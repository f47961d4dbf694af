/** Lets one task at a time have the writer, in the order in which they asked. */
export class WriteQueue {
  readonly #stopSignal: AbortSignal;
  #last: Promise<unknown> = Promise.resolve();

  /** Once `stopSignal` aborts, no further task runs. */
  constructor(stopSignal: AbortSignal) {
    this.#stopSignal = stopSignal;
  }

  /**
   * Runs the task once all earlier ones have ended, however they ended, and settles as it does. Rejects with the
   * signal's reason where the task may not run any more.
   */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => {
      this.#stopSignal.throwIfAborted();
      return task();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
