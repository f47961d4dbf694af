import { expect, it } from 'vitest';
import { Turns } from '../../../src/intercom/pace/turns.ts';

function take(turns: Turns<string>, isReady: (item: string) => boolean = () => true): string | undefined {
  const turn = turns.next(isReady);
  if (turn) turns.take(turn);
  return turn?.item;
}

function all(turns: Turns<string>): string[] {
  const items: string[] = [];
  for (let item = take(turns); item !== undefined; item = take(turns)) items.push(item);
  return items;
}

function turnsOf(...items: readonly string[]): Turns<string> {
  const turns = new Turns<string>();
  for (const item of items) turns.add(item.charAt(0), item);
  return turns;
}

it('names take turns, each in its own order', () => {
  const turns = turnsOf('a1', 'a2', 'a3', 'b1', 'c1', 'c2');
  expect(turns.next(() => true)).toEqual({ name: 'a', item: 'a1' });
  expect(all(turns)).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  expect(turns.next(() => true)).toBeUndefined();
});

it('a newcomer waits for one round at most', () => {
  const turns = new Turns<string>();
  for (let index = 0; index < 100; index += 1) turns.add('busy', `busy ${index}`);
  take(turns);
  turns.add('new', 'new');
  expect([take(turns), take(turns)]).toEqual(['busy 1', 'new']);
});

it('an item that is not ready holds back neither other names nor the items behind it, and keeps its turn', () => {
  const turns = turnsOf('a1', 'a2', 'b1', 'c1');
  const isReady = (item: string) => item !== 'a1' && item !== 'b1';
  expect([take(turns, isReady), take(turns, isReady), take(turns, isReady)]).toEqual(['a2', 'c1', undefined]);
  turns.add('c', 'c2');
  expect(all(turns)).toEqual(['b1', 'a1', 'c2']);
});

it('a name that is not open keeps its turn, and the others go on', () => {
  const turns = turnsOf('a1', 'a2', 'b1');
  expect(
    turns.next(
      () => true,
      (name) => name !== 'a',
    ),
  ).toEqual({ name: 'b', item: 'b1' });
  expect(
    turns.next(
      () => true,
      () => false,
    ),
  ).toBeUndefined();
  expect(all(turns)).toEqual(['a1', 'b1', 'a2']);
});

it('an item that is removed is not served, and an unknown one does no harm', () => {
  const turns = turnsOf('a1', 'a2', 'b1');
  turns.remove('a', 'a1');
  turns.remove('b', 'b1');
  turns.remove('z', 'z1');
  expect(all(turns)).toEqual(['a2']);
});

it('a name whose items have all been served begins again, behind the names that wait', () => {
  const turns = turnsOf('a1', 'b1');
  take(turns);
  turns.add('c', 'c1');
  turns.add('a', 'a2');
  expect(all(turns)).toEqual(['b1', 'c1', 'a2']);
});
