/**
 * The memory that one page of a walk takes: the bytes of every answer to its calls, from their arrival until `release`.
 *
 * A page that has not begun waits at the gate while the budget is used up. Once its first call is out, its further
 * calls go on, since only they can complete what is held. An urgent page never waits: it keeps a scroll alive.
 */
export class Lease {
  /** The walk whose turn at the rate limit the calls take, and that they are counted for. */
  readonly walk: string;
  readonly isUrgent: boolean;
  readonly #budget: MemoryBudget | undefined;
  #bytes = 0;

  constructor(
    walk: string,
    { budget, isUrgent = false }: { readonly budget?: MemoryBudget; readonly isUrgent?: boolean } = {},
  ) {
    this.walk = walk;
    this.isUrgent = isUrgent;
    this.#budget = budget;
  }

  /** To be told of each answer, in bytes of its body. */
  add(bytes: number): void {
    this.#bytes += bytes;
    this.#budget?.change(bytes);
  }

  /** Gives back what is held. The lease may take further answers. */
  release(): void {
    this.#budget?.change(-this.#bytes);
    this.#bytes = 0;
  }
}

/** What the process may hold of answers whose rows are not written yet. */
export class MemoryBudget {
  #bytes = 0;

  change(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Bytes held now. */
  get held(): number {
    return this.#bytes;
  }
}
