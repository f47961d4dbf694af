/** A small seeded random source: the same seed and row number always give the same throws. */
export class Dice {
  private state: number;

  constructor(seed: number, row: number) {
    this.state = Math.imul(row + 1, 0x9e3779b1) ^ seed;
    this.unit();
  }

  /** 0 ≤ x < 1. */
  unit(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number, 0 ≤ x < limit. */
  below(limit: number): number {
    return Math.floor(this.unit() * limit);
  }

  /** A whole number, from ≤ x ≤ to. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** The value with the given probability, else null. */
  maybe<T>(probability: number, value: T): T | null {
    return this.chance(probability) ? value : null;
  }

  /** `count` different whole numbers below `limit` (fewer when there aren't so many). */
  several(count: number, limit: number): number[] {
    const chosen = new Set<number>();
    const wanted = Math.min(count, limit);
    while (chosen.size < wanted) chosen.add(this.below(limit));
    return [...chosen];
  }
}

/** Separates the dice of different kinds of rows. */
export function seedOf(seed: number, kind: string): number {
  let hash = seed | 0;
  for (const character of kind) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) ^ (hash >>> 13);
  return hash;
}
