import { compile } from 'html-to-text';
import type { Convert } from './convert.ts';
import { limitDepth } from './html-depth.ts';
import { convertAt } from './paths.ts';
import type { Shape } from './row.ts';

/** How message bodies come out: as the HTML that Intercom sends, as text, or as null. */
export type BodyFormat = 'html' | 'plain_text' | 'none';

/** Brings the message bodies at these paths to the format; undefined when they stay as they are. */
export function bodyShape(paths: readonly string[], format: BodyFormat): Shape | undefined {
  if (format === 'html' || paths.length === 0) return undefined;
  const convert: Convert = format === 'none' ? () => null : toPlainText;
  return (row, onMisfit) =>
    paths.reduce(
      (shaped, path) =>
        convertAt(shaped, path, (body) => {
          try {
            return convert(body);
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
