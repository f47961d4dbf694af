import type { ReadContext } from '../commands/context.ts';
import type { CommandLine } from './command-line.ts';

export interface DisplayChoice {
  /** Whether a person is told of warnings, errors and results on stderr. */
  readonly isTold: boolean;
  readonly display: ReadContext['display'];
}

export interface Surroundings {
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** `SOURCE_INTERCOM_PROGRESS`, which speaks for a terminal that can't be seen from inside a container. */
  readonly wish: string | undefined;
  /** `TERM` */
  readonly terminal: string | undefined;
}

/**
 * Who reads stderr, and what is shown there. By itself it is used only where a person sees it and stdout goes elsewhere:
 * a platform takes everything on stderr for an error. `--progress` and `--no-progress` come first, then the wish.
 */
export function chooseDisplay(commandLine: CommandLine, surroundings: Surroundings): DisplayChoice {
  const { stdoutIsTerminal, stderrIsTerminal, wish } = surroundings;
  const flag = commandLine.command === 'read' ? commandLine.wantsProgress : undefined;
  const isWatched = stderrIsTerminal && !stdoutIsTerminal;
  const isWished = wish === 'table' || wish === 'lines';
  // The output of `catalog` is a file for `read`: messages have no other place.
  const isTold = isWatched || isWished || flag === true || commandLine.command === 'catalog';
  if (!isTold || flag === false || (wish === 'none' && flag !== true)) return { isTold, display: 'none' };
  const canRedraw = wish === 'table' || (isWatched && wish !== 'lines' && surroundings.terminal !== 'dumb');
  return { isTold, display: canRedraw ? 'table' : 'lines' };
}
