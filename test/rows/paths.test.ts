import { describe, expect, it } from 'vitest';
import { convertAt, rowsAt } from '../../src/rows/paths.ts';

describe('convertAt', () => {
  const upper = (value: unknown) => String(value).toUpperCase();

  it.each([
    ['a column', 'body', { body: 'a', id: '1' }, { body: 'A', id: '1' }],
    ['a property', 'source.body', { source: { body: 'a', id: '1' } }, { source: { body: 'A', id: '1' } }],
    [
      'a property of each item',
      'parts.parts[].body',
      { parts: { parts: [{ body: 'a' }, { body: null }, {}, 'x'], total: 4 } },
      { parts: { parts: [{ body: 'A' }, { body: null }, {}, 'x'], total: 4 } },
    ],
    ['each item', 'names[]', { names: ['a', 'b'] }, { names: ['A', 'B'] }],
  ])('converts %s', (_name, path, row, expected) => {
    expect(convertAt(row, path, upper)).toStrictEqual(expected);
  });

  it.each([{}, { source: null }, { source: 'text' }, { source: ['a'] }, { source: { body: null } }, { source: {} }])(
    'leaves %j, where the path leads nowhere',
    (row) => {
      expect(convertAt(row, 'source.body', upper)).toStrictEqual(row);
    },
  );

  it('leaves a value that is no list where the path expects one', () => {
    expect(convertAt({ names: { 0: 'a' } }, 'names[]', upper)).toStrictEqual({ names: { 0: 'a' } });
  });

  it('never touches the row it is given', () => {
    const row = { parts: { parts: [{ body: 'a' }] } };

    convertAt(row, 'parts.parts[].body', upper);

    expect(row).toEqual({ parts: { parts: [{ body: 'a' }] } });
  });
});

describe('rowsAt', () => {
  const paths = ['companies.data', 'companies.companies'];

  it.each([
    ['under its first name', { companies: { data: [{ id: '1' }] } }],
    ['under its second name', { companies: { companies: [{ id: '1' }] } }],
    ['under its second name, the first being no list', { companies: { data: null, companies: [{ id: '1' }] } }],
  ])('finds the list %s', (_name, record) => {
    expect(rowsAt(record, paths)).toEqual([{ id: '1' }]);
  });

  it('finds a list at the top', () => {
    expect(rowsAt({ merge_history: [{ id: '1' }] }, ['merge_history'])).toEqual([{ id: '1' }]);
  });

  it('leaves out what is no object', () => {
    expect(rowsAt({ companies: { data: [null, { id: '1' }, 'x', [2]] } }, paths)).toEqual([{ id: '1' }]);
  });

  it('tells an empty list from none', () => {
    expect(rowsAt({ companies: { data: [] } }, paths)).toEqual([]);
    expect(
      [{}, { companies: null }, { companies: [] }, { companies: { data: {} } }].map((record) => rowsAt(record, paths)),
    ).toEqual(Array(4).fill(undefined));
  });
});
