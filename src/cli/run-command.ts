import type { Writable } from 'node:stream';
import type { Logger } from 'winston';
import { type ConfiguredStream, parseConfiguredCatalog } from '../airbyte/configured-catalog.ts';
import { createLogger } from '../airbyte/logger.ts';
import type { MessageWriter } from '../airbyte/message-writer.ts';
import { connectionStatusMessage } from '../airbyte/messages.ts';
import type { SecretMask } from '../airbyte/secret-mask.ts';
import { parseState, type StateByStream } from '../airbyte/state.ts';
import { type Config, parseConfig, secretsOf } from '../config/config.ts';
import { ConnectorError } from '../errors.ts';
import type { CommandLine, ReadCommandLine } from './command-line.ts';
import { readJsonFile, readJsonOrLinesFile } from './json-file.ts';

/** What the process hands down: nothing below it reads the environment or the standard streams. */
export interface Environment {
  readonly writer: MessageWriter;
  readonly mask: SecretMask;
  /** Aborts when the process is told to stop or its reader has gone. */
  readonly signal: AbortSignal;
  /** Replaces the region's address; from the process only, unchecked. */
  readonly apiUrl: string | undefined;
  readonly isDebug: boolean;
  readonly now: () => number;
  readonly stderr: Writable;
  /** A person watches stderr while stdout goes elsewhere. */
  readonly isWatched: boolean;
}

/** What each command of the source is given. */
export interface Run extends Environment {
  readonly logger: Logger;
  readonly config: Config;
}

export interface ReadRun extends Run {
  readonly streams: readonly ConfiguredStream[];
  readonly state: StateByStream;
  /** Whether and how to show progress on stderr. */
  readonly progress: 'none' | 'lines' | 'display';
}

/** The API's side of the commands. Each writes its messages, and resolves with the exit code or throws. */
export interface Source {
  check(run: Run): Promise<number>;
  discover(run: Run): Promise<number>;
  read(run: ReadRun): Promise<number>;
}

type SourceCommandLine = Exclude<CommandLine, { readonly command: 'spec' }>;

/**
 * Runs a command of the source on its input files, and resolves with the exit code. A configuration that breaks the
 * spec is a failed `check`; every other fault of the input throws a `config_error`.
 */
export async function runCommand(
  commandLine: SourceCommandLine,
  environment: Environment,
  loadSource: () => Promise<Source>,
): Promise<number> {
  const json = await readJsonFile('--config', commandLine.configPath);
  for (const secret of secretsOf(json)) environment.mask.hide(secret);
  const logger = createLogger(environment.writer, environment);
  try {
    const run = { ...environment, logger, config: parseConfig(json, environment.now()) };
    if (commandLine.command !== 'read') return await (await loadSource())[commandLine.command](run);
    const inputs = await readInputs(commandLine, run);
    return await (await loadSource()).read({ ...run, ...inputs });
  } catch (error) {
    if (commandLine.command !== 'check' || !(error instanceof ConnectorError)) throw error;
    await environment.writer.write(connectionStatusMessage(error.message));
    return 0;
  }
}

async function readInputs(commandLine: ReadCommandLine, { logger, isWatched }: Run) {
  const { catalogPath, statePath, wantsProgress } = commandLine;
  const streams = parseConfiguredCatalog(await readJsonFile('--catalog', catalogPath));
  const saved = statePath === undefined ? null : await readJsonOrLinesFile('--state', statePath);
  const state = parseState(saved, (message) => logger.warn(message));
  const progress = wantsProgress ? 'lines' : isWatched ? 'display' : 'none';
  return { streams, state, progress } as const;
}
