import type { Body } from '../../intercom/api.ts';

/** The segments that a company's record holds; undefined where it has no such list. */
export function embeddedSegments({ segments }: Body): readonly Body[] | undefined {
  if (typeof segments !== 'object' || segments === null || !('segments' in segments)) return undefined;
  return Array.isArray(segments.segments) ? segments.segments : undefined;
}

/** The company with these segments in place of those it held. */
export function withSegments(company: Body, segments: readonly Body[]): Body {
  return { ...company, segments: { type: 'segment.list', segments } };
}
