import type { Dice } from '../generate/dice.ts';
import type { Words } from '../generate/words.ts';
import type { Row } from '../json.ts';

/** What a contact or company has of the custom attributes; a few values don't fit the declared type. */
export function customValues(dice: Dice, words: Words, at: number): Row {
  if (dice.chance(0.2)) return {};
  return {
    paid_subscriber: dice.maybe(0.8, dice.chance(0.5)),
    seats: dice.chance(0.02) ? 'about 40' : dice.maybe(0.7, dice.below(5_000)),
    lifetime_value: dice.maybe(0.7, dice.below(1_000_000) / 100),
    renewal_date: dice.chance(0.02) ? '2026-03-01T00:00:00Z' : dice.maybe(0.5, at + dice.below(31_536_000)),
    ...(dice.chance(0.6) && { 'Favourite colour': dice.pick(['red', 'green', 'blå']) }),
    'external note': dice.maybe(0.3, dice.pick(words.sentences)),
  };
}
