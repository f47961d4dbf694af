/** Shorter ones would blot out half the log, and each blot would tell what they are. */
const MIN_LENGTH = 4;
const MASK = '****';

/**
 * Replaces the secrets it has been told by `****`, also where they appear URL-encoded, JSON-escaped or inside a
 * base64 text such as a Basic credential. Secrets under four characters are left alone.
 */
export class SecretMask {
  readonly #forms = new Set<string>();
  #pattern: RegExp | undefined;

  hide(secret: string): void {
    if (secret.length < MIN_LENGTH) return;
    for (const form of formsOf(secret)) this.#forms.add(form);
    const longestFirst = [...this.#forms].sort((one, other) => other.length - one.length);
    this.#pattern = new RegExp(longestFirst.map(escapeRegExp).join('|'), 'g');
  }

  mask(text: string): string {
    return this.#pattern === undefined ? text : text.replace(this.#pattern, MASK);
  }
}

function formsOf(secret: string): readonly string[] {
  const wellFormed = Buffer.from(secret).toString();
  const urlEncoded = [encodeURIComponent(wellFormed), new URLSearchParams({ _: wellFormed }).toString().slice(2)];
  const jsonEscaped = JSON.stringify(secret).slice(1, -1);
  const forms = [secret, jsonEscaped, JSON.stringify(jsonEscaped).slice(1, -1), ...urlEncoded, ...base64Forms(secret)];
  return forms.filter((form) => form.length >= MIN_LENGTH);
}

/**
 * Base64 packs three bytes into four characters, so a text looks different at each of the three places it can start.
 * The characters at its edges hold bits of its neighbours and are left out.
 */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const wholeCharacters = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), wholeCharacters);
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
