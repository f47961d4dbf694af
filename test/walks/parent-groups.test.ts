import { expect, it } from 'vitest';
import type { Body } from '../../src/intercom/api.ts';
import { type GroupingOptions, groupParents, withoutHolding } from '../../src/walks/parent-groups.ts';
import type { Page } from '../../src/walks/walk.ts';
import { MeteredApi } from './support/metered-api.ts';
import { contextOf } from './support/reading.ts';
import { answering } from './support/scripted-api.ts';

/** Pages of parents with one letter each, such as `abc`. */
async function* pagesOf(...pages: readonly string[]): AsyncGenerator<Page<Body>> {
  for (const [index, ids] of pages.entries()) {
    yield { records: [...ids].map((id) => ({ id, name: `of ${id}`, size: 1 })), total: index };
  }
}

const DEFAULTS: GroupingOptions = {
  ...{ parentsPerCall: 1, parentFields: undefined, isResumable: true },
  ...{ isSkipped: () => false, isAlone: () => false },
};

/** Groups as their letters, ends of pages as `end 0`. */
async function stepsOf(
  pages: AsyncIterable<Page<Body>>,
  options: Partial<GroupingOptions>,
): Promise<readonly string[]> {
  const steps: string[] = [];
  for await (const step of groupParents(pages, { ...DEFAULTS, ...options })) {
    if ('page' in step) steps.push(`end ${step.page.total}`);
    else steps.push(step.parents.map(({ id }) => id).join(''));
  }
  return steps;
}

it('makes a group of each parent where a call takes one', async () => {
  expect(await stepsOf(pagesOf('ab', '', 'c'), {})).toEqual(['a', 'b', 'end 0', 'end 1', 'c', 'end 2']);
});

it('says with the end of a page how many of the counted parents it had', async () => {
  const counts: unknown[] = [];
  for await (const step of groupParents(pagesOf('ab', '', 'cde'), { ...DEFAULTS, isSkipped: ({ id }) => id === 'd' })) {
    if ('page' in step) counts.push([step.page.records.length, step.page.counted]);
  }
  expect(counts).toEqual([
    [0, 2],
    [0, 0],
    [0, 3],
  ]);
});

it('fills a group up from the next page, and ends a page after the last of its parents', async () => {
  const steps = await stepsOf(pagesOf('abcde', 'fghij', 'klm'), { parentsPerCall: 3 });
  expect(steps).toEqual(['abc', 'def', 'end 0', 'ghi', 'jkl', 'end 1', 'm', 'end 2']);
});

it('lets no group wait for a third page', async () => {
  const steps = await stepsOf(pagesOf('ab', 'c', 'd', '', 'e'), { parentsPerCall: 9 });
  expect(steps).toEqual(['abc', 'end 0', 'end 1', 'd', 'end 2', 'end 3', 'e', 'end 4']);
});

it('fills a group up from any number of pages where a read starts over anyway', async () => {
  const steps = await stepsOf(pagesOf('ab', 'c', 'd', 'ef'), { parentsPerCall: 5, isResumable: false });
  expect(steps).toEqual(['abcde', 'end 0', 'end 1', 'end 2', 'f', 'end 3']);
});

it('makes a group of a parent that must be alone, and goes on filling the one before', async () => {
  const isAlone = ({ id }: Body) => id === 'b' || id === 'd';
  const steps = await stepsOf(pagesOf('abc', 'de'), { parentsPerCall: 3, isAlone });
  expect(steps).toEqual(['b', 'd', 'ace', 'end 0', 'end 1']);
});

it('leaves out parents that need no call', async () => {
  const isSkipped = ({ id }: Body) => id === 'a' || id === 'd' || id === 'e';
  expect(await stepsOf(pagesOf('abc', 'de'), { isSkipped })).toEqual(['b', 'c', 'end 0', 'end 1']);
  expect(await stepsOf(pagesOf('abcde', 'fg'), { isSkipped, parentsPerCall: 2 })).toEqual([
    'bc',
    'end 0',
    'fg',
    'end 1',
  ]);
});

it('keeps of a parent what its children need', async () => {
  const kept: (readonly Body[])[] = [];
  for (const parentFields of [['id', 'name'], undefined]) {
    for await (const step of groupParents(pagesOf('a'), { ...DEFAULTS, parentFields })) {
      kept.push('page' in step ? step.page.records : step.parents);
    }
  }
  expect(kept).toEqual([[{ id: 'a', name: 'of a' }], [], [{ id: 'a', name: 'of a', size: 1 }], []]);
});

it("gives back the memory of the parents' answers when they arrive", async () => {
  const api = new MeteredApi(answering({ '/parents': { data: [] } }), () => 1_000);
  const context = withoutHolding(contextOf(api, { timeZone: 'Europe/Dublin' }));
  const lease = api.lease();
  const request = { method: 'GET', path: '/parents' } as const;
  expect(await context.api.send(request, lease)).toEqual({ data: [] });
  expect([api.mostHeld, api.held]).toEqual([1_000, 0]);
  expect(await context.api.send(request, 'by name')).toEqual({ data: [] });
  expect(context.timeZone).toBe('Europe/Dublin');
});
