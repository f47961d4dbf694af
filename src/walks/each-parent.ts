import { ChildReader } from './child-reader.ts';
import type { Child, EachParentOptions } from './children.ts';
import type { Walk } from './walk.ts';

/**
 * A call or more per parent, across the borders of the parents' pages, the children in the parents' order. A parent that
 * is gone is skipped; one whose call fails for good is kept in the progress and asked first by the next sync.
 */
export function eachParent(options: EachParentOptions): Walk<Child> {
  const { name, parents, probe, isProbeNotFoundNormal } = options;
  const { createdAt } = parents;
  return {
    name,
    isResumable: parents.isResumable,
    usesRange: parents.usesRange,
    changedAt: ({ parent }) => parents.changedAt(parent),
    probe: (now) => probe ?? parents.probe(now),
    ...(probe && { parentProbe: (now: number) => parents.probe(now) }),
    ...(isProbeNotFoundNormal && { isProbeNotFoundNormal }),
    ...(createdAt && { createdAt: ({ parent }: Child) => createdAt(parent) }),
    read: (progress, context) => new ChildReader(options, progress, context).read(),
  };
}
