const ID_DIGITS = 24;

/** A row as JSON with places for its id and its times. */
export class Template {
  /** What stands before, between and after the places. */
  readonly #parts: readonly string[];

  constructor(row: object) {
    const { id, created_at: created, updated_at: updated } = Object(row);
    this.#parts = JSON.stringify(row).split(new RegExp(`(${id}|${created}|${updated})`));
    this.#parts = this.#parts.map((part, index) => (index % 2 === 1 && part === String(id) ? 'id' : part));
  }

  static each(rows: readonly object[]): Template[] {
    return rows.map((row) => new Template(row));
  }

  /** The row with this number, made and last changed at `seconds`. */
  fill(row: number, seconds: number): string {
    const id = String(row).padStart(ID_DIGITS, '0');
    const time = String(seconds);
    let text = '';
    this.#parts.forEach((part, index) => {
      text += index % 2 === 0 ? part : part === 'id' ? id : time;
    });
    return text;
  }
}
