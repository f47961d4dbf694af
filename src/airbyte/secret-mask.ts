/** Masking a shorter secret would mask unrelated text everywhere, and reveal the secret by where it does. */
const MIN_LENGTH = 4;
const MASK = '****';

/**
 * Replaces the secrets that it knows by `****`, also where they are URL-encoded, JSON-escaped or inside base64 text such
 * as a Basic credential. Secrets under four characters are not masked.
 */
export class SecretMask {
  /** The longest first: where one secret contains another, the whole is masked. */
  #forms: readonly string[] = [];

  /** From now on, {@link mask} replaces this secret. */
  hide(secret: string): void {
    if (secret.length < MIN_LENGTH) return;
    const forms = new Set([...this.#forms, ...formsOf(secret)]);
    this.#forms = [...forms].sort((one, other) => other.length - one.length);
  }

  /** The text with all secrets replaced. */
  mask(text: string): string {
    // Not a regular expression: its size is limited, and the error about a larger one would quote the secret.
    return this.#forms.reduce((masked, form) => masked.replaceAll(form, MASK), text);
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
 * The secret inside base64 text, in both alphabets (the usual one, and that of URLs). Base64 packs three bytes into four
 * characters, so a text has three forms, by where it starts. The characters at its edges also hold bits of the text around
 * it and are left out.
 */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const wholeCharacters = Math.floor((bytes.length * 8) / 6);
    const text = bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), wholeCharacters);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
