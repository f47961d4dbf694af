import { describe, expect, it } from 'vitest';
import { parseCommandLine, UsageError } from '../../src/cli/command-line.ts';

const read = { command: 'read', isDebug: false, configPath: 'c', catalogPath: 'k', wantsProgress: false };

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
    ['read --config 007 --catalog 1e3', { ...read, configPath: '007', catalogPath: '1e3' }],
  ])('R13: understands %s', async (line, expected) => {
    expect(await parseCommandLine(line.split(' '))).toEqual(expected);
  });

  it.each([
    ['', /Name a command/],
    ['nope', /nope/],
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
});
