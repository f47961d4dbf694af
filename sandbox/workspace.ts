import { Dice, seedOf } from './generate/dice.ts';
import type { Span } from './generate/times.ts';
import { drawWords, type Words } from './generate/words.ts';
import type { Settings } from './settings.ts';

const day = 86_400;

/** What all resources share: the clock, the settings and what rows are generated from. */
export class Workspace implements Span {
  readonly settings: Settings;
  readonly words: Words;
  /** Unix seconds; may be fractional. */
  readonly openedAt: number;

  constructor(settings: Settings) {
    this.settings = settings;
    this.words = drawWords(settings.seed);
    this.openedAt = settings.now();
  }

  get seed(): number {
    return this.settings.seed;
  }

  get spanDays(): number {
    return this.settings.spanDays;
  }

  /** Unix seconds, whole. */
  get now(): number {
    return Math.floor(this.settings.now());
  }

  /** When the workspace was made: nothing in it is older. */
  get createdAt(): number {
    return Math.floor(this.openedAt) - this.spanDays * day - day;
  }

  /** What changed after this second isn't known to search yet. */
  get indexedUntil(): number {
    const { searchLagSeconds } = this.settings;
    return searchLagSeconds > 0 ? this.settings.now() - searchLagSeconds : Number.POSITIVE_INFINITY;
  }

  /** How many rows of a kind are generated, by the name that a resource declares in its `sizes`. */
  size(name: string): number {
    const size = this.settings.sizes[name];
    if (size === undefined) throw new Error(`No resource of the sandbox declares the size ${name}`);
    return size;
  }

  /** The dice of each row of a kind, which are always the same for the same seed. */
  dice(kind: string): (row: number) => Dice {
    const seed = seedOf(this.seed, kind);
    return (row) => new Dice(seed, row);
  }
}

/** Something that each workspace has one of, made when it is first asked for. */
export function perWorkspace<T extends object>(make: (workspace: Workspace) => T): (workspace: Workspace) => T {
  const made = new WeakMap<Workspace, T>();
  return (workspace) => {
    const known = made.get(workspace) ?? make(workspace);
    made.set(workspace, known);
    return known;
  };
}
