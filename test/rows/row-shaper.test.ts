import { describe, expect, it } from 'vitest';
import { assignee, inside, toInteger } from '../../src/rows/convert.ts';
import { Misfits } from '../../src/rows/misfits.ts';
import type { Row } from '../../src/rows/row.ts';
import { type RowSource, rowShaper } from '../../src/rows/row-shaper.ts';

/** What the API never sent, but JSON allows: as a number or a text it throws. */
const UNCONVERTIBLE = JSON.parse('{"toString": 1, "valueOf": 1}');

const source: RowSource = {
  primaryKey: ['id'],
  cursorField: 'updated_at',
  conversions: { owner_id: assignee(toInteger), statistics: inside({ closed_by_id: toInteger }) },
  derived: { stage_label: ({ stage }) => Object(stage).label.trim() },
  bodies: [],
};
const jsonSchema = { properties: { custom_attributes: { properties: { Count: { type: ['null', 'integer'] } } } } };

function shaped(rows: readonly Row[], changes: Partial<RowSource> = {}) {
  const warnings: string[] = [];
  const misfits = new Misfits('deals', (message) => warnings.push(message));
  const shape = rowShaper({ ...source, ...changes }, { jsonSchema, messageBodies: 'plain_text', misfits });
  return { shaped: rows.map(shape), warnings, notice: misfits.notice() };
}

function nulled(field: string) {
  return { field, change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR' };
}

describe('a value that can not be shaped', () => {
  const good = { id: '1', updated_at: 5, stage: { label: ' won ' } };

  it.each([
    ['of a conversion', { owner_id: UNCONVERTIBLE }, 'owner_id', { owner_id: null }],
    ['inside a column', { statistics: { closed_by_id: UNCONVERTIBLE } }, 'statistics', { statistics: null }],
    ['of a column made of others', { stage: 5 }, 'stage_label', { stage_label: null }],
    [
      'of a custom attribute',
      { custom_attributes: { Count: 'many' } },
      'custom_attributes.Count',
      { custom_attributes: { Count: null } },
    ],
  ])('becomes null %s, and the record and a warning say so', (_name, bad, field, expected) => {
    const { shaped: rows, warnings } = shaped([{ ...good, ...bad }]);

    expect(rows).toMatchObject([{ row: { id: '1', updated_at: 5, ...expected }, changes: [nulled(field)] }]);
    expect(warnings).toEqual([expect.stringMatching(`^deals: ${field} of record 1 .* becomes null\\.`)]);
  });

  it('is reported once per field, with the first record as an example, and in each record', () => {
    const bad = ['7', '8', '9'].map((id) => ({ ...good, id, owner_id: UNCONVERTIBLE, stage: null }));
    const { shaped: rows, warnings, notice } = shaped(bad);

    expect(rows.map(({ changes }) => changes)).toEqual(Array(3).fill([nulled('owner_id'), nulled('stage_label')]));
    expect(notice).toBe(
      'deals: values that did not fit their columns: owner_id in 3 records, such as 7; stage_label in 3 records, such as 7.',
    );
    expect(warnings).toEqual([
      expect.stringContaining('owner_id of record 7'),
      expect.stringContaining('stage_label of record 7'),
    ]);
  });

  it('stays as it was in a key or a cursor, which can not be null', () => {
    const conversions = { id: toInteger, updated_at: toInteger };
    const { shaped: rows, warnings } = shaped([{ ...good, updated_at: UNCONVERTIBLE }], { conversions });

    expect(rows).toMatchObject([{ row: { id: 1, updated_at: UNCONVERTIBLE }, changes: [] }]);
    expect(warnings).toEqual([expect.stringMatching(/updated_at of record 1 .* stays as Intercom sent it\./)]);
  });

  it('is reported even when the key itself can not be told', () => {
    const { warnings } = shaped([{ ...good, id: UNCONVERTIBLE, company_id: 'c', owner_id: UNCONVERTIBLE }], {
      primaryKey: ['company_id', 'id'],
    });

    expect(warnings).toEqual([expect.stringContaining('owner_id of record c ? could not be converted')]);
  });

  it('is one change in a record, however often it is in a list', () => {
    const deep = '<div title="</div>">'.repeat(5_000);
    const row = { ...good, notes: [{ body: deep }, { body: '<p>fine</p>' }, { body: deep }] };
    const { shaped: rows, warnings } = shaped([row], { bodies: ['notes[].body'] });

    expect(rows).toMatchObject([
      { row: { notes: [{ body: null }, { body: 'fine' }, { body: null }] }, changes: [nulled('notes[].body')] },
    ]);
    expect(warnings).toHaveLength(1);
  });

  it('is told by the form that it has and the type that its attribute has, and not by itself', () => {
    const { warnings, notice } = shaped([{ ...good, custom_attributes: { Count: 'many' } }]);

    expect(warnings).toEqual([
      'deals: custom_attributes.Count of record 1 is a text that is not an integer, the type of the attribute in the schema, so it becomes null. This is reported once per field; if there are more, their number follows at the end.',
    ]);
    expect(notice).toBeUndefined();
  });
});

it('converts columns first, then bodies, then custom attributes', () => {
  const row = { id: '1', updated_at: 5, stage: { label: 'won' }, body: '<b>x</b>', custom_attributes: { Count: '4' } };
  const { shaped: rows, warnings } = shaped([row], { bodies: ['body', 'stage_label'] });

  expect(rows).toEqual([
    { row: { ...row, stage_label: 'won', body: 'x', custom_attributes: { Count: 4 } }, changes: [] },
  ]);
  expect(warnings).toEqual([]);
});

it('converts no value that is absent or null', () => {
  const { shaped: rows } = shaped([{ id: '1', owner_id: null }], {
    conversions: { owner_id: () => 'somebody', closed_at: () => 5 },
    derived: {},
  });

  expect(rows).toStrictEqual([{ row: { id: '1', owner_id: null }, changes: [] }]);
});

it('passes a row as it is where nothing is asked', () => {
  const row = { id: '1' };
  const shape = rowShaper(
    { primaryKey: ['id'], conversions: {}, derived: {}, bodies: [] },
    { jsonSchema: {}, messageBodies: 'none', misfits: new Misfits('tags', () => {}) },
  );

  expect(shape(row).row).toBe(row);
});
