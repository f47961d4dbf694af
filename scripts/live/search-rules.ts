import { startOfDay } from '../../src/walks/search/days.ts';

/** What a search may mean by "the same time". */
export type Rule = 'seconds' | "days of the workspace's time zone" | 'days in UTC';

/** What was asked of a search with one time, and what it answered: times of records, Unix seconds. */
export interface Probe {
  readonly at: number;
  /** All that `= at` found. */
  readonly equal: readonly number[];
  /** The first that `> at` found, in ascending order; undefined when it found none. */
  readonly firstGreater: number | undefined;
}

/** What the answers agree with. Both lists are empty when no rule explains the answers. */
export interface Semantics {
  readonly equal: readonly Rule[];
  /** Whether `>` lets the value itself, or its day, through: under each rule that explains it. */
  readonly greater: readonly `${'excludes' | 'includes'} equal, by ${Rule}`[];
}

const RULES: readonly Rule[] = ['seconds', "days of the workspace's time zone", 'days in UTC'];

/** The rules under which a search with a known sample of times would have answered all probes so. */
export function semanticsOf(sample: readonly number[], probes: readonly Probe[], timeZone: string): Semantics {
  const edges = (rule: Rule, at: number) => stretchOf(rule, at, timeZone);
  const equal = RULES.filter((rule) =>
    probes.every(({ at, equal: found }) => isSame(found, within(sample, edges(rule, at)))),
  );
  const greater = RULES.flatMap((rule) =>
    (['excludes', 'includes'] as const)
      .filter((manner) =>
        probes.every(({ at, firstGreater }) => {
          const { from, to } = edges(rule, at);
          return firstGreater === sample.find((time) => time >= (manner === 'includes' ? from : to));
        }),
      )
      .map((manner) => `${manner} equal, by ${rule}` as const),
  );
  return { equal, greater };
}

/**
 * Times of the sample with which to ask, at most `most` and one a day: those by which the rules can be told apart, and
 * whose day lies inside of the sample under each rule. Days with many records come first: they tell more.
 */
export function tellingTimes(sample: readonly number[], timeZone: string, most: number): readonly number[] {
  const [first = 0, last = 0] = [sample[0], sample.at(-1)];
  const candidates = [...new Set(sample)].flatMap((at) => {
    const stretches = RULES.map((rule) => stretchOf(rule, at, timeZone));
    if (stretches.some(({ from, to }) => from <= first || to > last)) return [];
    const equal = new Set(stretches.map((stretch) => within(sample, stretch).join()));
    const greater = new Set(stretches.map(({ to }) => sample.find((time) => time >= to)));
    const greaterOrEqual = new Set(stretches.map(({ from }) => sample.find((time) => time >= from)));
    const day = stretchOf("days of the workspace's time zone", at, timeZone);
    const answers = equal.size + greater.size + greaterOrEqual.size;
    return [{ at, day: day.from, answers, records: within(sample, day).length }];
  });
  const best = candidates.toSorted((a, b) => b.answers - a.answers || b.records - a.records || a.at - b.at);
  const onePerDay = best.filter(({ day }, i) => best.findIndex((other) => other.day === day) === i);
  return onePerDay.slice(0, most).map(({ at }) => at);
}

/** Whether times are in the order that was asked for. */
export function isInOrder(times: readonly number[], order: 'ascending' | 'descending'): boolean {
  return times.every(
    (time, i) => i === 0 || (order === 'ascending' ? time >= at(times, i - 1) : time <= at(times, i - 1)),
  );
}

function at(times: readonly number[], i: number): number {
  return times[i] ?? Number.NaN;
}

function stretchOf(rule: Rule, time: number, timeZone: string): { readonly from: number; readonly to: number } {
  if (rule === 'seconds') return { from: time, to: time + 1 };
  const zone = rule === 'days in UTC' ? 'UTC' : timeZone;
  const from = startOfDay(time, zone);
  // Noon of the next day, whether this one has 23 or 25 hours.
  return { from, to: startOfDay(from + 36 * 3_600, zone) };
}

function within(sample: readonly number[], { from, to }: { readonly from: number; readonly to: number }) {
  return sample.filter((time) => time >= from && time < to);
}

function isSame(one: readonly number[], other: readonly number[]): boolean {
  return one.toSorted((a, b) => a - b).join() === other.toSorted((a, b) => a - b).join();
}
