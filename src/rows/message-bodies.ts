import { convert } from 'html-to-text';
import type { Convert } from './convert.ts';

/** How message bodies come out: as the HTML that Intercom sends, as text, or not at all. Undefined: unchanged. */
export function bodyConverter(format: 'html' | 'plain_text' | 'none'): Convert | undefined {
  if (format === 'html') return undefined;
  if (format === 'none') return () => null;
  return (body) => (typeof body === 'string' ? convert(body, { wordwrap: false }) : body);
}
