import { expect, it } from 'vitest';
import { UndeclaredFields } from '../../src/rows/undeclared-fields.ts';

it('has nothing to say of rows whose fields are all declared', () => {
  const fields = new UndeclaredFields('tags', ['id', 'name']);
  fields.look({ id: '1' });
  fields.look({ id: '2', name: 'x' });

  expect(fields.notice()).toBeUndefined();
});

it('names each undeclared field once, sorted, and never its value', () => {
  const fields = new UndeclaredFields('tags', ['id']);
  fields.look({ id: '1', mood: 'secret', age: 3 });
  fields.look({ id: '2', mood: null });

  expect(fields.notice()).toMatch(/^tags: .* does not declare: age, mood\. /);
  expect(fields.notice()).not.toContain('secret');
});

it('finds a field that replaces another one in a row of the same size', () => {
  const fields = new UndeclaredFields('tags', ['id', 'name']);
  fields.look({ id: '1', name: 'x' });
  fields.look({ id: '2', title: 'x' });

  expect(fields.notice()).toContain('declare: title.');
});

it('names twenty fields and counts the others', () => {
  const fields = new UndeclaredFields('tags', []);
  fields.look(Object.fromEntries(Array.from({ length: 23 }, (_, index) => [`field_${10 + index}`, index])));

  expect(fields.notice()).toContain('field_28, field_29 and 3 more.');
});

it('takes a name of the prototype of objects for a field like any other', () => {
  const fields = new UndeclaredFields('tags', ['id']);
  fields.look(JSON.parse('{"id": "1", "constructor": 1, "__proto__": 2}'));

  expect(fields.notice()).toContain('declare: __proto__, constructor.');
});
