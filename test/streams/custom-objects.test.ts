import { describe, expect, it } from 'vitest';
import { CustomObjects, customObjectTypesIn, referredTypes } from '../../src/streams/custom-objects.ts';

describe('a stream of custom objects', () => {
  it('is named after its type, upper and lower case kept', () => {
    expect(new CustomObjects('Order').name).toBe('custom_object_Order');
  });

  it.each([
    ['Order', '/custom_object_instances/Order'],
    ['My Order', '/custom_object_instances/My%20Order'],
    ['a/b?c#d', '/custom_object_instances/a%2Fb%3Fc%23d'],
    ['Größe', '/custom_object_instances/Gr%C3%B6%C3%9Fe'],
    ['\ud800', '/custom_object_instances/%EF%BF%BD'],
  ])('of the type %j is read at %s', (type, path) => {
    expect(new CustomObjects(type).walk.probe(0)).toEqual({ method: 'GET', path, query: { per_page: 1 } });
  });

  it('is known by its name, whatever the type is', () => {
    expect(
      customObjectTypesIn(['custom_object_Order', 'tags', 'custom_object_', 'custom_object_custom_object_x']),
    ).toEqual(['Order', 'custom_object_x']);
  });
});

describe('the types that conversations refer to', () => {
  const relationship = (type: unknown) => ({
    data_type: 'relationship',
    reference: { type: 'many', object_type_id: type },
  });

  it('are those of relationship attributes, each once, sorted', () => {
    const data = [relationship('plan'), relationship('Order'), relationship('plan'), { data_type: 'string', id: 3 }];
    expect(referredTypes({ data })).toEqual(['Order', 'plan']);
  });

  it.each([
    ['an attribute of another type with a reference', { ...relationship('Order'), data_type: 'list' }],
    ['a relationship without a reference', { data_type: 'relationship' }],
    ['a reference that is null', { data_type: 'relationship', reference: null }],
    ['a type that is no text', relationship(7)],
    ['a type without a name', relationship('')],
  ])('do not come of %s', (_, attribute) => {
    expect(referredTypes({ data: [attribute] })).toEqual([]);
  });

  it('can not be told from an answer that is no list', () => {
    expect(() => referredTypes({ types: [] })).toThrow('no list of records');
  });
});
