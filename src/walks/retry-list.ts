import { ConnectorError } from '../errors.ts';

/** More failures than this are no longer a matter of single records. */
const MOST = 100;

/** The ids of records whose own calls failed for good, in a walk's progress: the next sync asks for them first. */
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

  /** Whether one of the ids is on the list. */
  hasSome(ids: readonly unknown[]): boolean {
    return ids.some((id) => this.#ids.has(String(id)));
  }

  /**
   * Puts the ids of a failed call on the list. Throws when that makes too many, which the next sync would not cure
   * either, and when there is no id to ask for.
   */
  keep(ids: readonly unknown[], error: ConnectorError): void {
    for (const id of ids) {
      if (typeof id !== 'string' && typeof id !== 'number') throw error;
      this.#ids.add(String(id));
    }
    if (this.#ids.size > MOST) throw tooMany(this.#walk, error);
  }

  /** Takes ids off the list; true when one of them was on it. */
  cure(ids: readonly unknown[]): boolean {
    const before = this.#ids.size;
    for (const id of ids) this.#ids.delete(String(id));
    return this.#ids.size < before;
  }
}

function tooMany(walk: string, error: ConnectorError): ConnectorError {
  return new ConnectorError(`More than ${MOST} records of ${walk} could not be read. ${error.message}`, {
    failureType: error.failureType,
    reach: 'stream',
    ...(error.internalMessage !== undefined && { internalMessage: error.internalMessage }),
    cause: error,
  });
}
