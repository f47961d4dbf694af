/** Shorter ones would blot out half the log, and each blot would tell what they are. */
const MIN_LENGTH = 4;
const MASK = '****';

/**
 * Replaces the secrets it has been told by `****`, also where they appear URL-encoded, JSON-escaped or inside a
 * base64 text such as a Basic credential. Secrets under four characters are left alone.
 */
export class SecretMask {
  /** The longest first, so that none leaves a rest of a longer one. */
  #forms: readonly string[] = [];

  hide(secret: string): void {
    if (secret.length < MIN_LENGTH) return;
    const forms = new Set([...this.#forms, ...formsOf(secret)]);
    this.#forms = [...forms].sort((one, other) => other.length - one.length);
  }

  // No pattern: it has a largest size, and the error about one that is larger would quote the secret.
  mask(text: string): string {
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
 * In both alphabets, that of URLs too. Base64 packs three bytes into four characters, so a text looks different at each of the three places it can start.
 * The characters at its edges hold bits of its neighbours and are left out.
 */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const wholeCharacters = Math.floor((bytes.length * 8) / 6);
    const text = bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), wholeCharacters);
    return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
