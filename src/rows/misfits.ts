/** Values of a stream's rows that can't have the form of their columns: the first of each field is told at once. */
export class Misfits {
  readonly #stream: string;
  readonly #warn: (message: string) => void;
  readonly #counts = new Map<string, { records: number; readonly example: string }>();

  constructor(stream: string, warn: (message: string) => void) {
    this.#stream = stream;
    this.#warn = warn;
  }

  /** `problem` continues a sentence that begins with the field, `result` says what becomes of the value. */
  tell(field: string, problem: string, result: string, id: string): void {
    const known = this.#counts.get(field);
    if (known !== undefined) {
      known.records += 1;
      return;
    }
    this.#counts.set(field, { records: 1, example: id });
    this.#warn(
      `${this.#stream}: ${field} of record ${id} ${problem}, so it ${result}. This is reported once per field; if there are more, their number follows at the end.`,
    );
  }

  /** How many records each field did not fit in, for fields with more than one; undefined when there are none. */
  notice(): string | undefined {
    const several = [...this.#counts].filter(([, { records }]) => records > 1);
    if (several.length === 0) return undefined;
    const counts = several.map(([field, { records, example }]) => `${field} in ${records} records, such as ${example}`);
    return `${this.#stream}: values that did not fit their columns: ${counts.join('; ')}.`;
  }
}
