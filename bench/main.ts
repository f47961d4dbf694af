import { table } from '../scripts/table.ts';
import { writeReport } from './lib/report.ts';
import { boundText, type Result, resultOf, valueText } from './lib/result.ts';
import type { Scenario, Size } from './lib/scenario.ts';
import { scenarios } from './scenarios/all.ts';

/**
 * `npm run bench`: runs every scenario and writes docs/performance.md. With names of scenarios, runs these and prints
 * only. `--quick` runs small forms of the quick ones, checks them against generous bounds, and prints only.
 */
async function main(args: readonly string[]): Promise<void> {
  const size: Size = args.includes('--quick') ? 'quick' : 'full';
  const names = args.filter((arg) => arg !== '--quick');
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) {
    const all = scenarios.map(({ name }) => name);
    throw new Error(`No such scenario: ${unknown.join(', ')}. Scenarios: ${all.join(', ')}.`);
  }
  const began = performance.now();
  const chosen = names.length > 0 ? scenarios.filter(({ name }) => names.includes(name)) : defaults(size);
  const results = await runAll(chosen, size);
  print(results, size);
  if (size === 'full' && names.length === 0) writeReport(results, (performance.now() - began) / 60_000);
  const rows = results.flatMap((result) => result.rows);
  const failed = rows.filter(({ verdict }) => verdict === 'missed').length;
  const broken = results.filter(({ failure }) => failure !== undefined).length;
  console.log(
    `\n${rows.filter(({ verdict }) => verdict === 'kept').length} passed, ${Math.max(failed, broken)} failed`,
  );
  // A full run reports its misses; only a quick one is a check.
  process.exit(broken > 0 || (size === 'quick' && failed > 0) ? 1 : 0);
}

function defaults(size: Size): readonly Scenario[] {
  return size === 'full' ? scenarios : scenarios.filter(({ isSlow }) => isSlow !== true);
}

/** Those that mostly wait run side by side, before the others. */
async function runAll(chosen: readonly Scenario[], size: Size): Promise<readonly Result[]> {
  const results = new Map<Scenario, Result>();
  const run = async (scenario: Scenario) => {
    console.log(`${scenario.name} …`);
    const result = await resultOf(scenario, size);
    results.set(scenario, result);
    const values = result.rows.map(({ measure, value }) => valueText(value, measure.unit));
    console.log(`${scenario.name}: ${result.failure ?? values.join(', ')}`);
  };
  const isLight = ({ lightIn = [] }: Scenario) => lightIn.includes(size);
  await Promise.all(chosen.filter(isLight).map(run));
  for (const scenario of chosen.filter((other) => !isLight(other))) await run(scenario);
  return chosen.flatMap((scenario) => results.get(scenario) ?? []);
}

function print(results: readonly Result[], size: Size): void {
  const lines = results.flatMap(({ scenario, rows }) =>
    rows.map(({ measure, value, verdict }) => {
      const bound = size === 'quick' ? (measure.quick ?? measure.target) : measure.target;
      return [scenario.name, measure.what, boundText(bound, measure.unit), valueText(value, measure.unit), verdict];
    }),
  );
  console.log(`\n${table(['scenario', 'what', 'bound', 'measured', ''], lines)}\n`);
  for (const { scenario, findings, failure } of results) {
    for (const sentence of findings.details ?? []) console.log(`${scenario.name}: ${sentence}`);
    if (failure !== undefined) console.log(`${scenario.name} failed: ${failure}`);
  }
}

await main(process.argv.slice(2));
