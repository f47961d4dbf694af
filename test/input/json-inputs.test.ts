import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import { useVirtualTime } from '../support/virtual-time.ts';
import { smallWorkspace } from '../support/workspaces.ts';
import { Fuzz } from './support/fuzz.ts';

useVirtualTime();

let sandbox: Sandbox;
let fuzz: Fuzz;
beforeAll(async () => {
  // Long enough for several windows of each kind, short enough that a read of all streams is soon over.
  sandbox = await smallWorkspace({ spanDays: 250 });
  fuzz = await Fuzz.prepare(sandbox, new Connector(sandbox));
});
afterAll(() => sandbox.close());

/** Stands for lists in lists, 10,000 deep. */
const DEEP = 'lists in lists';
const SEED = 20_240_131;
/** Each input in the long form, each eighth in the short one. */
const STEP = process.env.LONG === '1' ? 1 : 8;

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

  it.each([
    ['a list of 20,000 faults', { custom_object_types: new Array(20_000).fill(0) }],
    ['a token of 100,000 characters', { access_token: 'x'.repeat(100_000) }],
  ])('says of a config with %s what is wrong', async (_name, fields) => {
    const config = JSON.stringify({ ...JSON.parse(fuzz.valid.config), ...fields });
    expect(await fuzz.command('check', config)).toEqual([]);
  });

  it.each([
    ['20,000 faults', new Array(20_000).fill(0)],
    ['10,000 unknown streams', Array.from({ length: 10_000 }, (_, index) => configured(`stream_${index}`))],
    ['a name of 100,000 characters', [configured('x'.repeat(100_000))]],
    ['an attribute whose type has no text', [configured('contacts', { toString: 1 })]],
    ['an attribute with a type of endless lists', [configured('contacts', DEEP)]],
    ['an attribute called constructor', [configured('contacts', 'constructor')]],
  ])('reads by a catalog with %s, or says what is wrong', async (_name, streams) => {
    const catalog = JSON.stringify({ streams }).replaceAll(JSON.stringify(DEEP), nested('[', ']'));
    expect(await fuzz.read({ catalog })).toEqual([]);
  });

  it('reads from a state in 10,000 envelopes', async () => {
    expect(await fuzz.read({ state: nested('{"state":', '}', '{}'), catalog: fuzz.contactsOnly })).toEqual([]);
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
      { seed: SEED, numRuns: process.env.LONG === '1' ? 2_000 : 25 },
    );
  });
});

function configured(name: string, type: unknown = 'string') {
  const custom = { properties: { plan: { type }, constructor: { type } } };
  return { stream: { name, json_schema: { properties: { custom_attributes: custom } } }, sync_mode: 'incremental' };
}

function nested(open: string, close: string, inner = ''): string {
  return open.repeat(10_000) + inner + close.repeat(10_000);
}
