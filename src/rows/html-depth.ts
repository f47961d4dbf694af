const TAG = /<(\/?)([a-z][^\s/<>]*)[^<>]*>?/gi;

/** Elements without content, and those whose content is text, whatever it looks like: nothing is nested in them. */
const CHILDLESS: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr script style textarea title'.split(' '),
);

/** An element of these ends where the next one of its name begins, even without an end tag. */
const ENDS_AT_NEXT: ReadonlySet<string> = new Set('dd dt li option p td th tr'.split(' '));

/**
 * The HTML with elements nested at most `deepest` deep: those further in lose their tags, and their text stays. Takes
 * time in proportion to the text, where parsing takes time in proportion to text times depth.
 *
 * Tags are counted without parsing attributes: one that is written inside an attribute's value counts too.
 */
export function limitDepth(html: string, deepest: number): string {
  const open = new OpenElements();
  return html.replaceAll(TAG, (tag, slash: string, written: string) => {
    const name = written.toLowerCase();
    if (CHILDLESS.has(name)) return tag;
    const depth = slash === '' ? open.begin(name) : open.end(name);
    return depth > deepest ? ' ' : tag;
  });
}

class OpenElements {
  readonly #names: string[] = [];
  readonly #counts = new Map<string, number>();

  /** Returns the depth of the element that begins. */
  begin(name: string): number {
    if (this.#names.at(-1) === name && ENDS_AT_NEXT.has(name)) return this.#names.length;
    this.#counts.set(name, this.#countOf(name) + 1);
    return this.#names.push(name);
  }

  /** Returns the depth of the element that ends, with all that are open inside it; 0 when none of the name is open. */
  end(name: string): number {
    if (this.#countOf(name) === 0) return 0;
    for (;;) {
      const depth = this.#names.length;
      const ended = this.#names.pop() ?? name;
      this.#counts.set(ended, this.#countOf(ended) - 1);
      if (ended === name) return depth;
    }
  }

  #countOf(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}
