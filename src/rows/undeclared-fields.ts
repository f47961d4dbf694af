import type { Row } from './row.ts';

/** More names are left out: a record that is no longer the one that the schema describes would fill the log. */
const MOST_NAMES = 20;

/** Collects the names of the fields that come in rows although the schema of their stream does not declare them. */
export class UndeclaredFields {
  readonly #stream: string;
  readonly #declared: ReadonlySet<string>;
  readonly #found = new Set<string>();

  constructor(stream: string, declared: readonly string[]) {
    this.#stream = stream;
    this.#declared = new Set(declared);
  }

  /** Called with each row as the API sent it. Runs once per row and column, so it is kept cheap. */
  look(row: Row): void {
    for (const name in row) {
      if (!this.#declared.has(name)) this.#found.add(name);
    }
  }

  /** What to tell the user about them; undefined when there are none. Never holds a value. */
  notice(): string | undefined {
    if (this.#found.size === 0) return undefined;
    const names = [...this.#found].sort();
    const shown = names.slice(0, MOST_NAMES).join(', ');
    const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
    return `${this.#stream}: Intercom sends fields that the schema of the stream does not declare: ${shown}${more}. The records hold them, but the destination may drop them. Look for an update of the connector, or report this.`;
  }
}
