import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { Connector } from '../support/connector.ts';
import type { Outcome } from '../support/outcome.ts';
import { buildProgram, program } from '../support/program.ts';
import { rowsIn } from '../support/truth.ts';
import { smallWorkspace, TOKEN } from '../support/workspaces.ts';

const names = ['tags', 'contacts', 'conversations', 'conversation_parts'];

let sandbox: Sandbox;
beforeAll(async () => {
  buildProgram();
  sandbox = await smallWorkspace();
});
afterAll(() => sandbox.close());

async function read(options: readonly string[], env = {}): Promise<Outcome> {
  const outcome = await new Connector(sandbox).read(names, 'incremental', { options, launcher: program({ env }) });
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  return outcome;
}

const debugLines = ({ logs }: Outcome) => logs.filter((line) => line.startsWith('DEBUG '));

describe.each([
  ['--debug', ['--debug'], {}],
  ['LOG_LEVEL=debug', [], { LOG_LEVEL: 'debug' }],
])('an ordinary read with %s', (_name, options, env) => {
  let lines: readonly string[];
  beforeAll(async () => {
    lines = debugLines(await read(options, env));
  });

  it.each(['/me', '/tags', '/contacts/search', '/conversations/search'])('R14: tells of its request to %s', (path) => {
    expect(lines.join('\n')).toContain(path);
  });

  it('R31: shows no token, and nothing of what it asks and gets in a body', () => {
    expect(lines.length).toBeGreaterThan(5);
    const log = lines.join('\n');
    expect(log).not.toContain(TOKEN);
    // What a search asks for.
    expect(log).not.toMatch(/"operator"|"starting_after"|"sort_order"/);
    const values = names.flatMap((name) => rowsIn(sandbox, name)).flatMap((row) => textsOf(row));
    expect(values.length).toBeGreaterThan(50);
    expect(values.filter((value) => log.includes(value))).toEqual([]);
  });
});

it('an ordinary read without either prints no DEBUG line', async () => {
  expect(debugLines(await read([]))).toEqual([]);
});

/** What people wrote, and who they are: every text in a row that is long enough to mean something. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 8 && /[ @]/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
