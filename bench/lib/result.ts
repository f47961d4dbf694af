import { availableParallelism, loadavg } from 'node:os';
import { type Bound, type Findings, keeps, type Measure, type Scenario, type Size } from './scenario.ts';

/** One row of the table. */
export interface Row {
  readonly measure: Measure;
  /** Undefined when it could not be measured. */
  readonly value: number | undefined;
  readonly verdict: 'kept' | 'missed' | 'not measured' | 'machine busy';
}

export interface Result {
  readonly scenario: Scenario;
  readonly findings: Findings;
  readonly rows: readonly Row[];
  /** Why the scenario came to no end. */
  readonly failure?: string;
}

/** Runs one scenario; a failure is a result too. */
export async function resultOf(scenario: Scenario, size: Size): Promise<Result> {
  try {
    const findings = await scenario.run(size);
    return { scenario, findings, rows: rowsOf(scenario, findings, size) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { scenario, findings: { values: {} }, rows: rowsOf(scenario, { values: {} }, size), failure };
  }
}

function rowsOf({ measures }: Scenario, { values }: Findings, size: Size): Row[] {
  return Object.entries(measures).flatMap(([name, measure]) => {
    const bound = size === 'quick' ? measure.quick : measure.target;
    const value = values[name];
    if (bound === undefined) return [];
    return [{ measure, value, verdict: verdictOn(measure, value, bound) }];
  });
}

function verdictOn({ isWall }: Measure, value: number | undefined, bound: Bound): Row['verdict'] {
  if (value === undefined) return 'not measured';
  if (keeps(value, bound)) return 'kept';
  return isWall && isBusy() ? 'machine busy' : 'missed';
}

/** Whether processes have waited for the cores in the last minute, other than by what a scenario itself needs. */
function isBusy(): boolean {
  const [load = 0] = loadavg();
  return load > 2 * availableParallelism() + 1;
}

export function boundText(bound: Bound, unit = ''): string {
  const text = 'atMost' in bound ? `≤ ${bound.atMost}` : `≥ ${bound.atLeast}`;
  return unit === '' ? text : `${text} ${unit}`;
}

export function valueText(value: number | undefined, unit = ''): string {
  if (value === undefined) return 'not measured';
  if (unit !== '') return `${value.toFixed(0)} ${unit}`;
  return value === 0 ? '0' : value < 0.01 ? value.toFixed(4) : value.toFixed(3);
}
