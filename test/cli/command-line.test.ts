import { describe, expect, it } from 'vitest';
import { parseCommandLine, UsageError } from '../../src/cli/command-line.ts';

const read = { command: 'read', isDebug: false, configPath: 'c', catalogPath: 'k' };
const catalog = { command: 'catalog', isDebug: false, configPath: 'c', mode: 'incremental' };

describe('parseCommandLine', () => {
  it.each([
    ['spec', { command: 'spec', isDebug: false }],
    ['spec --debug', { command: 'spec', isDebug: true }],
    ['check --config c', { command: 'check', isDebug: false, configPath: 'c' }],
    ['discover --config=c --debug', { command: 'discover', isDebug: true, configPath: 'c' }],
    ['read --config c --catalog k', read],
    ['read --catalog=k --config=c', read],
    ['--config c read --catalog k', read],
    ['--state s --catalog k --debug --config c read', { ...read, isDebug: true, statePath: 's' }],
    ['read --config c --catalog k --progress', { ...read, wantsProgress: true }],
    ['read --config c --catalog k --no-progress', { ...read, wantsProgress: false }],
    ['catalog --config c', catalog],
    ['catalog --config c --streams tags,teams', { ...catalog, streams: ['tags', 'teams'] }],
    ['catalog --config c --mode full_refresh', { ...catalog, mode: 'full_refresh' }],
    ['read --config 007 --catalog 1e3', { ...read, configPath: '007', catalogPath: '1e3' }],
  ])('R13: understands %s', async (line, expected) => {
    expect(await parseCommandLine(line.split(' '))).toEqual(expected);
  });

  it.each([
    ['', /Name a command/],
    ['nope', /nope/],
    ['raed --config c --catalog k', /Did you mean read\?/],
    ['catalog', /config/],
    ['catalog --config c --mode sideways', /sideways.*incremental, full_refresh|incremental.*full_refresh/s],
    ['read --config c --catalog k --progress --no-progress', /not both/],
    ['check', /config/],
    ['check --config', /config/],
    ['read --config c', /catalog/],
    ['read --catalog k', /config/],
    ['spec --bogus', /bogus/],
    ['spec --config c', /config/],
    ['check --config c extra', /extra/],
    ['check --config c --state s', /state/],
    ['check discover --config c', /discover/],
  ])('R12: refuses "%s"', async (line, problem) => {
    const failure: unknown = await parseCommandLine(line.split(' ').filter(Boolean)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UsageError);
    expect(failure).toMatchObject({ isHelp: false, message: expect.stringMatching(problem) });
  });

  it.each(['--help', 'read --help'])('shows the usage for "%s"', async (line) => {
    const help = expect.stringContaining('source-intercom');
    await expect(parseCommandLine(line.split(' '))).rejects.toMatchObject({ isHelp: true, message: help });
  });

  it('names all commands in its help', async () => {
    const { message }: UsageError = await parseCommandLine(['--help']).catch((error) => error);
    for (const command of ['spec', 'check', 'discover', 'catalog', 'read']) {
      expect(message).toContain(`source-intercom ${command} `);
    }
  });

  it('tells its version', async () => {
    const answer = { isHelp: true, message: '1.2.3' };
    await expect(parseCommandLine(['--version'], async () => '1.2.3')).rejects.toMatchObject(answer);
  });
});
