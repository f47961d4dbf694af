import { expect, it } from 'vitest';
import { RepeatedWarning } from '../../src/walks/repeated-warning.ts';

function warningsAfter(count: number): readonly string[] {
  const warnings: string[] = [];
  const warning = new RepeatedWarning(
    { warn: (message) => warnings.push(message) },
    (others) => `… and ${others} more records`,
  );
  for (let index = 1; index <= count; index += 1) warning.tell(`record ${index}`);
  warning.end();
  return warnings;
}

it('tells a few warnings one by one', () => {
  expect(warningsAfter(0)).toEqual([]);
  expect(warningsAfter(5)).toEqual(['record 1', 'record 2', 'record 3', 'record 4', 'record 5']);
});

it('tells the number of the others at the end', () => {
  expect(warningsAfter(317)).toEqual([...warningsAfter(5), '… and 312 more records']);
  expect(warningsAfter(6).at(-1)).toBe('… and 1 more records');
});
