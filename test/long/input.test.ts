import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Fuzz } from '../input/support/fuzz.ts';
import { Connector } from '../support/connector.ts';
import { buildProgram, program } from '../support/program.ts';
import { smallWorkspace } from '../support/workspaces.ts';

let sandbox: Sandbox;
let fuzz: Fuzz;
beforeAll(async () => {
  buildProgram();
  sandbox = await smallWorkspace();
  fuzz = await Fuzz.prepare(sandbox, new Connector(sandbox, { launcher: program({ timeout: 60_000 }) }));
});
afterAll(() => sandbox.close());

/** A quarter of an hour on a quiet machine. */
const TIMEOUT_MS = 3_600_000;

it('property: 300 odd inputs to the built program: in time, with words, and complete where it says so', {
  timeout: TIMEOUT_MS,
}, async () => {
  const inputs = fc.oneof(
    fc.record({ config: fuzz.configs }),
    fc.record({ catalog: fuzz.catalogs }),
    fc.record({ catalog: fuzz.modes, state: fuzz.states }),
  );
  await fc.assert(
    fc.asyncProperty(inputs, async (given) => {
      expect(await fuzz.read(given)).toEqual([]);
    }),
    { seed: 7, numRuns: 300 },
  );
});
