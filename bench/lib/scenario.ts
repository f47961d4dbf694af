/** What a measured value has to keep to. */
export type Bound = { readonly atMost: number } | { readonly atLeast: number };

export interface Measure {
  /** The row of the table in docs/performance.md. */
  readonly what: string;
  readonly target: Bound;
  /** The generous bound of `--quick`, for small sizes on a busy machine; absent where a quick run does not measure it. */
  readonly quick?: Bound;
  /** Absent: a ratio. */
  readonly unit?: 'MB';
  /** True for a time measured against waits that do not grow with the machine's load: on a busy one it says nothing. */
  readonly isWall?: true;
}

export type Size = 'full' | 'quick';

/** A chart in Vega-Lite's terms: https://vega.github.io/vega-lite/docs/spec.html */
export interface Chart {
  /** Name of the file in docs/performance/, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly spec: object;
}

export interface Findings {
  /** By the name of the measure. */
  readonly values: Readonly<Record<string, number>>;
  /** What else was seen, each a sentence for the reader of the table. */
  readonly details?: readonly string[];
  readonly charts?: readonly Chart[];
}

/** One experiment: what it runs, and what it measures. */
export interface Scenario {
  readonly name: string;
  readonly measures: Readonly<Record<string, Measure>>;
  /** The sizes in which it mostly waits: such scenarios run side by side. */
  readonly lightIn?: readonly Size[];
  /** True for one that a quick run leaves out. */
  readonly isSlow?: true;
  run(size: Size): Promise<Findings>;
}

export function keeps(value: number, bound: Bound): boolean {
  return 'atMost' in bound ? value <= bound.atMost : value >= bound.atLeast;
}
