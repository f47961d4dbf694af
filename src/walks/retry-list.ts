import { ConnectorError } from '../errors.ts';

/** More failures than this are no longer a matter of single records. */
const MOST = 100;

/** The ids whose own calls failed for good, in a walk's progress: the next sync asks for them first. */
export class RetryList {
  readonly #walk: string;
  readonly #ids: Set<string>;

  constructor(walk: string, ids: readonly string[]) {
    this.#walk = walk;
    this.#ids = new Set(ids);
  }

  get ids(): readonly string[] {
    return [...this.#ids];
  }

  /** Puts an id on the list. Throws when that makes too many, which the next sync would not cure either. */
  keep(id: unknown, error: ConnectorError): void {
    this.#ids.add(String(id));
    if (this.#ids.size <= MOST) return;
    throw new ConnectorError(`More than ${MOST} calls of ${this.#walk} failed. ${error.message}`, {
      failureType: error.failureType,
      ...(error.internalMessage !== undefined && { internalMessage: error.internalMessage }),
      cause: error,
    });
  }

  /** Takes an id off the list; true when it was on it. */
  cure(id: unknown): boolean {
    return this.#ids.delete(String(id));
  }
}
