import { describe, expect, it } from 'vitest';
import { decimalIds } from '../../sandbox/generate/ids.ts';
import { byPageNumber } from '../../sandbox/http/paging.ts';
import type { Route } from '../../sandbox/http/route.ts';
import { childList } from '../../sandbox/resource-kit/child-list.ts';
import { generatedList } from '../../sandbox/resource-kit/list-resource.ts';
import { listParent } from '../../sandbox/resource-kit/parent.ts';
import { resources } from '../../sandbox/resources/all.ts';
import { settle } from '../../sandbox/settings.ts';
import { Workspace } from '../../sandbox/workspace.ts';
import { callOf } from './call.ts';

const brandIds = decimalIds(10);

const brands = generatedList({
  name: 'brands',
  path: '/brands',
  scope: 'read_brands',
  size: 3,
  row: (row, dice, workspace) => ({
    type: 'brand',
    id: brandIds.of(row),
    name: dice.pick(workspace.words.companies),
    is_default: row === 0,
    created_at: workspace.createdAt,
  }),
});

const brandNotes = childList({
  name: 'brand_notes',
  parent: listParent('brand_id', brands.of, 'Brand'),
  path: '/brands/:id/notes',
  scope: 'read_brands',
  paging: byPageNumber({ default: 1, max: 2 }),
  rows: (_workspace, brand) => [1, 2].map((note) => ({ id: `${String(brand.id)}-${note}` })),
});

const workspaceWith = (seed: number, sizes = {}) =>
  new Workspace(settle({ seed, sizes, now: () => 1.79e9 }, brands.sizes));
const answerOf = ([route]: readonly Route[], ...[call, workspace]: Parameters<Route['answer']>) =>
  route?.answer(call, workspace).body;

describe('a generated list', () => {
  it('answers with its rows, which are its truth', () => {
    const workspace = workspaceWith(1);
    const rows = [...brands.tables.brands.rows(workspace)];
    expect(rows.map(({ id }) => id)).toEqual(['10', '11', '12']);
    expect(answerOf(brands.routes, callOf('/brands'), workspace)).toEqual({ type: 'list', data: rows });
  });

  it('has the same rows for the same seed, and as many as the size says', () => {
    const names = (workspace: Workspace) => brands.of(workspace).map(({ name }) => name);
    expect(names(workspaceWith(1, { brands: 20 }))).toEqual(names(workspaceWith(1, { brands: 20 })));
    expect(names(workspaceWith(2, { brands: 20 }))).not.toEqual(names(workspaceWith(1, { brands: 20 })));
    expect(names(workspaceWith(1, { brands: 20 }))).toHaveLength(20);
  });
});

describe('a list of each parent', () => {
  it('is given page by page, and is its truth with the id of the parent', () => {
    const workspace = workspaceWith(1);
    expect(answerOf(brandNotes.routes, callOf('/brands/11/notes?page=2', { id: '11' }), workspace)).toMatchObject({
      data: [{ id: '11-2' }],
      total_count: 2,
    });
    const rows = [...brandNotes.tables.brand_notes.rows(workspace)];
    expect(rows.map((row) => [row.brand_id, row.id])).toContainEqual(['11', '11-2']);
    expect(rows).toHaveLength(6);
  });

  it('is 404 for a parent that does not exist', () => {
    expect(() => answerOf(brandNotes.routes, callOf('/brands/7/notes', { id: '7' }), workspaceWith(1))).toThrow(
      expect.objectContaining({ status: 404, message: 'Brand Not Found' }),
    );
  });
});

describe('the resources', () => {
  it.each([
    ['stream', resources.flatMap(({ tables = {} }) => Object.keys(tables))],
    ['size', resources.flatMap(({ sizes = {} }) => Object.keys(sizes))],
    ['endpoint', resources.flatMap(({ routes = [] }) => routes.map(({ method, path }) => `${method} ${path}`))],
  ])('declare each %s once', (_kind, names) => {
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('declare each change once', () => {
    const workspace = new Workspace(settle({}, Object.assign({}, ...resources.map(({ sizes }) => sizes))));
    const names = resources.flatMap(({ changes }) => Object.keys(changes?.(workspace) ?? {}));
    expect(names).toContain('touchContact');
    expect(new Set(names).size).toBe(names.length);
  });
});
