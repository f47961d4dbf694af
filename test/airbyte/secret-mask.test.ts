import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretMask } from '../../src/airbyte/secret-mask.ts';

function masking(...secrets: string[]): SecretMask {
  const mask = new SecretMask();
  for (const secret of secrets) mask.hide(secret);
  return mask;
}

describe('SecretMask', () => {
  it('R31: replaces a secret wherever it stands', () => {
    expect(masking('dG9r:abc').mask('Bearer dG9r:abc, dG9r:abc!')).toBe('Bearer ****, ****!');
  });

  it('leaves other text alone', () => {
    expect(masking('secret').mask('Nothing to see.')).toBe('Nothing to see.');
    expect(masking().mask('Nothing to see.')).toBe('Nothing to see.');
  });

  it('takes the characters of patterns literally', () => {
    expect(masking('a.b*c$').mask('a.b*c$ aXbbc')).toBe('**** aXbbc');
  });

  it('masks the longer of two secrets whole', () => {
    expect(masking('abcd', 'abcdefgh').mask('abcdefgh')).toBe('****');
  });

  it.each(['', 'a', 'abc'])('does not mask %j, which is too short to be a secret', (secret) => {
    expect(masking(secret).mask('a banana, abc, YWJj')).toBe('a banana, abc, YWJj');
  });

  it('R31: finds it URL-encoded, JSON-escaped and in JSON within JSON', () => {
    const secret = 'p w"d\\=/&';
    const mask = masking(secret);
    const forms = [
      encodeURIComponent(secret),
      new URLSearchParams({ token: secret }).toString(),
      JSON.stringify(secret),
      JSON.stringify(JSON.stringify(secret)),
    ];
    for (const form of forms) expect(mask.mask(`<${form}>`)).toContain('****');
    expect(mask.mask(forms.join(' '))).not.toMatch(/w.{0,6}d/);
  });

  it('R31: property: no Basic credential shows the middle of the secret', () => {
    const text = fc.string({ minLength: 8, unit: 'binary' });
    fc.assert(
      fc.property(text, fc.string(), fc.string(), (secret, before, after) => {
        const credential = Buffer.from(`${before}:${secret}:${after}`).toString('base64');
        expect(masking(secret).mask(credential)).toContain('****');
      }),
    );
  });

  it('property: masks any secret, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), (secret) => {
        expect(masking(secret).mask(`before ${secret} after`)).not.toContain(` ${secret} `);
      }),
    );
  });
});
