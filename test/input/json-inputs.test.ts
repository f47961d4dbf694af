import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { InputFiles, inProcess } from './support/connector.ts';
import { Fuzz } from './support/fuzz.ts';
import { smallWorkspace } from './support/workspace.ts';

let sandbox: Sandbox;
let files: InputFiles;
let fuzz: Fuzz;
beforeAll(async () => {
  sandbox = await smallWorkspace();
  files = await InputFiles.create();
  fuzz = await Fuzz.prepare(sandbox, files, inProcess);
});
afterAll(async () => {
  await sandbox.close();
  await files.remove();
});

const SEED = 20_240_131;
/** Each input in the long form, each third in the short one. */
const STEP = process.env.LONG === '1' ? 1 : 3;

describe('a command ends in time and says what is wrong, and a read that succeeds has brought everything', () => {
  it.each([
    ['config', 'check', () => fuzz.everyConfig, (config: string) => fuzz.command('check', config)],
    ['catalog', 'read', () => fuzz.everyCatalog, (catalog: string) => fuzz.read({ catalog })],
    ['state', 'read', () => fuzz.everyState, (state: string) => fuzz.read({ state, catalog: fuzz.contactsOnly })],
  ] as const)('R7, R33–R36, R39, R40: whichever part of the %s is odd, in %s', async (_name, _command, inputs, run) => {
    const found: unknown[] = [];
    for (const input of inputs().filter((_input, index) => index % STEP === 0)) {
      const faults = await run(input);
      if (faults.length > 0) found.push({ faults, input: input.slice(0, 400) });
    }
    expect(found).toEqual([]);
  });

  it('R10: property: discover with any config', async () => {
    await fc.assert(
      fc.asyncProperty(fuzz.configs, async (config) => {
        expect(await fuzz.command('discover', config)).toEqual([]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  });

  it('property: read of all streams with any config, catalog or state', async () => {
    const inputs = fc.oneof(
      fc.record({ config: fuzz.configs }),
      fc.record({ catalog: fuzz.catalogs }),
      fc.record({ catalog: fuzz.modes, state: fuzz.states }),
    );
    await fc.assert(
      fc.asyncProperty(inputs, async (given) => {
        expect(await fuzz.read(given)).toEqual([]);
      }),
      { seed: SEED, numRuns: process.env.LONG === '1' ? 2_000 : 60 },
    );
  });
});
