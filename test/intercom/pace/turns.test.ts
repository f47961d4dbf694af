import { expect, test } from 'vitest';
import { Turns } from '../../../src/intercom/pace/turns.ts';

function all(turns: Turns<string>): string[] {
  const items: string[] = [];
  for (let item = turns.take(); item !== undefined; item = turns.take()) items.push(item);
  return items;
}

test('names take turns, each in its own order', () => {
  const turns = new Turns<string>();
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) turns.add(item.charAt(0), item);
  expect(turns.peek()).toBe('a1');
  expect(all(turns)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  expect(turns.isEmpty).toBe(true);
});

test('a newcomer waits for one round at most', () => {
  const turns = new Turns<string>();
  for (let index = 0; index < 100; index += 1) turns.add('busy', `busy ${index}`);
  turns.take();
  turns.add('new', 'new');
  expect([turns.take(), turns.take()]).toEqual(['busy 1', 'new']);
});

test('an item that is removed is not served, and an unknown one does no harm', () => {
  const turns = new Turns<string>();
  for (const item of ['a1', 'a2', 'b1']) turns.add(item.charAt(0), item);
  turns.remove('a', 'a1');
  turns.remove('b', 'b1');
  turns.remove('z', 'z1');
  expect(all(turns)).toEqual(['a2']);
});
