import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/cli/command-line.ts';
import { chooseDisplay, type Surroundings } from '../../src/cli/display-choice.ts';

const read = 'read --config c --catalog k';
const piped: Surroundings = { stdoutIsTerminal: false, stderrIsTerminal: false, wish: undefined, terminal: 'xterm' };
const watched: Surroundings = { ...piped, stderrIsTerminal: true };
const sameTerminal: Surroundings = { ...watched, stdoutIsTerminal: true };

const choice = async (line: string, surroundings: Surroundings) =>
  chooseDisplay(await parseCommandLine(line.split(' ')), surroundings);

describe('by itself, stderr is used', () => {
  it.each([
    ['not on a platform, where it is a pipe', read, piped, { isTold: false, display: 'none' }],
    ['on a terminal, when stdout goes elsewhere', read, watched, { isTold: true, display: 'table' }],
    ['not when stdout is on the terminal as well', read, sameTerminal, { isTold: false, display: 'none' }],
    [
      'without redrawing on a dumb terminal',
      read,
      { ...watched, terminal: 'dumb' },
      { isTold: true, display: 'lines' },
    ],
    ['for check too', 'check --config c', watched, { isTold: true }],
    ['not for check on a platform', 'check --config c', piped, { isTold: false }],
    ['for catalog always, whose output is a file', 'catalog --config c', piped, { isTold: true }],
  ])('%s', async (_name, line, surroundings, expected) => {
    expect(await choice(line, surroundings)).toMatchObject(expected);
  });
});

describe('what is asked for comes first', () => {
  it.each([
    ['--progress in a pipe: lines', `${read} --progress`, piped, { isTold: true, display: 'lines' }],
    ['--progress on a terminal: the table', `${read} --progress`, watched, { isTold: true, display: 'table' }],
    ['--progress beside the output: lines', `${read} --progress`, sameTerminal, { isTold: true, display: 'lines' }],
    ['--no-progress on a terminal: only messages', `${read} --no-progress`, watched, { isTold: true, display: 'none' }],
    ['a table beyond a container', read, { ...piped, wish: 'table' }, { isTold: true, display: 'table' }],
    ['lines beyond a container', read, { ...watched, wish: 'lines' }, { isTold: true, display: 'lines' }],
    ['none', read, { ...watched, wish: 'none' }, { isTold: true, display: 'none' }],
    ['messages of check', 'check --config c', { ...piped, wish: 'table' }, { isTold: true }],
    ['a wish that is none', read, { ...piped, wish: 'yes' }, { isTold: false, display: 'none' }],
  ])('%s', async (_name, line, surroundings, expected) => {
    expect(await choice(line, surroundings)).toMatchObject(expected);
  });
});
