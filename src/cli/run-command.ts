import { parseConfiguredCatalog } from '../airbyte/configured-catalog.ts';
import { createLogger } from '../airbyte/logger.ts';
import { connectionStatusMessage } from '../airbyte/messages.ts';
import { parseState } from '../airbyte/state.ts';
import type { CommandContext, Environment, ReadContext, Source } from '../commands/context.ts';
import { ignoredFieldsOf, parseConfig, secretsOf } from '../config/config.ts';
import { ConnectorError } from '../errors.ts';
import type { CommandLine, ReadCommandLine } from './command-line.ts';
import { readJsonFile } from './json-file.ts';
import { readStateFile } from './state-file.ts';

type SourceCommandLine = Exclude<CommandLine, { readonly command: 'spec' }>;

/**
 * Runs a command of the source on its input files, and resolves with the exit code. `check` reports an invalid
 * configuration as FAILED; in every other case invalid input throws a `config_error`.
 */
export async function runCommand(
  commandLine: SourceCommandLine,
  environment: Environment & Pick<ReadContext, 'display'>,
  loadSource: () => Promise<Source>,
): Promise<number> {
  const json = await readJsonFile('--config', commandLine.configPath);
  for (const secret of secretsOf(json)) environment.mask.hide(secret);
  const logger = createLogger(environment.writer, environment);
  try {
    const context = { ...environment, logger, config: parseConfig(json, environment.now()) };
    for (const warning of ignoredFieldsOf(json)) logger.warn(warning);
    if (commandLine.command === 'catalog') {
      const { streams: chosen, mode } = commandLine;
      return await (await loadSource()).catalog({ ...context, chosen, mode });
    }
    if (commandLine.command !== 'read') return await (await loadSource())[commandLine.command](context);
    const inputs = await readInputs(commandLine, context);
    return await (await loadSource()).read({ ...context, ...inputs });
  } catch (error) {
    if (commandLine.command !== 'check' || !(error instanceof ConnectorError)) throw error;
    await environment.writer.write(connectionStatusMessage(error.message));
    return 0;
  }
}

async function readInputs(commandLine: ReadCommandLine, { logger }: CommandContext) {
  const { catalogPath, statePath } = commandLine;
  const streams = parseConfiguredCatalog(await readJsonFile('--catalog', catalogPath));
  const saved = statePath === undefined ? null : await readStateFile('--state', statePath);
  const state = parseState(saved, (message) => logger.warn(message));
  return { streams, state } as const;
}
