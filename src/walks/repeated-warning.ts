import type { WalkContext } from './walk.ts';

/** How many warnings are given one by one. */
const SINGLE = 5;

/** A warning that may concern many records: the first few are told one by one, the others as a number at the end. */
export class RepeatedWarning {
  readonly #warn: WalkContext['warn'];
  readonly #toSummary: (others: number) => string;
  #count = 0;

  /** `toSummary` says how many others there were. */
  constructor({ warn }: Pick<WalkContext, 'warn'>, toSummary: (others: number) => string) {
    this.#warn = warn;
    this.#toSummary = toSummary;
  }

  tell(message: string): void {
    this.#count += 1;
    if (this.#count <= SINGLE) this.#warn(message);
  }

  /** To be called at the end of a read. */
  end(): void {
    if (this.#count > SINGLE) this.#warn(this.#toSummary(this.#count - SINGLE));
  }
}
