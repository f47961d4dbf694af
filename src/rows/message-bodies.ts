import { compile } from 'html-to-text';
import type { Convert } from './convert.ts';
import { limitDepth } from './html-depth.ts';
import { convertAt } from './paths.ts';
import type { Shape } from './row.ts';

/** How message bodies come out: as the HTML that Intercom sends, as text, or as null. */
export type BodyFormat = 'html' | 'plain_text' | 'none';

/** The texts in a stream's rows that people wrote: paths of each kind. */
export interface WrittenTexts {
  /** HTML. */
  readonly bodies: readonly string[];
  /** Subjects, titles, remarks and values: text, mostly without markup. */
  readonly subjects?: readonly string[];
}

/** Brings what people wrote to the format; undefined when it stays as it is. */
export function bodyShape({ bodies, subjects = [] }: WrittenTexts, format: BodyFormat): Shape | undefined {
  if (format === 'html' || bodies.length + subjects.length === 0) return undefined;
  const conversions: readonly (readonly [string, Convert])[] =
    format === 'none'
      ? [...bodies, ...subjects].map((path) => [path, () => null])
      : [
          ...bodies.map((path) => [path, toPlainText] as const),
          ...subjects.map((path) => [path, withoutMarkup] as const),
        ];
  return (row, onMisfit) =>
    conversions.reduce(
      (shaped, [path, convert]) =>
        convertAt(shaped, path, (text) => {
          try {
            return convert(text);
          } catch {
            onMisfit(path, 'could not be converted to plain text');
            return null;
          }
        }),
      row,
    );
}

/**
 * The converter calls itself for each level. On Node's default stack it fails between 1,300 and 2,300 levels, depending
 * on the elements; a chain of sixty replies, each quoting the one before, has about 250.
 */
const DEEPEST_ELEMENT = 250;

/** Without the limit it would cut longer texts and write about it to stderr. */
const htmlToText = compile({ wordwrap: false, limits: { maxInputLength: Number.POSITIVE_INFINITY } });

function toPlainText(body: unknown): unknown {
  return typeof body === 'string' ? htmlToText(limitDepth(body, DEEPEST_ELEMENT)) : body;
}

/** A tag of HTML. Without one a subject is plain text, in which a conversion would take `&lt;` and line breaks for markup. */
const TAG = /<\/?[a-z][^>]*>/i;

function withoutMarkup(subject: unknown): unknown {
  return typeof subject === 'string' && TAG.test(subject) ? toPlainText(subject) : subject;
}
