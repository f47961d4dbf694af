import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { buildProgram } from '../cli/built-program.ts';
import { asProcess, InputFiles } from '../input/support/connector.ts';
import { Fuzz } from '../input/support/fuzz.ts';
import { smallWorkspace } from '../input/support/workspace.ts';

let sandbox: Sandbox;
let files: InputFiles;
let fuzz: Fuzz;
beforeAll(async () => {
  buildProgram();
  sandbox = await smallWorkspace();
  files = await InputFiles.create();
  fuzz = await Fuzz.prepare(sandbox, files, asProcess(20_000));
});
afterAll(async () => {
  await sandbox.close();
  await files.remove();
});

it('property: 300 odd inputs to the built program: in time, with words, and complete where it says so', async () => {
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
