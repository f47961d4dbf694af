import type { Body } from '../../intercom/api.ts';
import { isObject } from '../../json.ts';

/** The segments that a company's record holds; undefined where it has no such list. */
export function embeddedSegments({ segments }: Body): readonly Body[] | undefined {
  const list = isObject(segments) ? segments.segments : undefined;
  return Array.isArray(list) ? list : undefined;
}

/** The company with these segments in place of those it held. */
export function withSegments(company: Body, segments: readonly Body[]): Body {
  return { ...company, segments: { type: 'segment.list', segments } };
}
