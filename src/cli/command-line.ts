import type { Argv } from 'yargs';
import type { SyncMode } from '../airbyte/messages.ts';

/** What the caller asks for. Paths are as given, relative to the working directory. */
export type CommandLine =
  | { readonly command: 'spec'; readonly isDebug: boolean }
  | { readonly command: 'check' | 'discover'; readonly isDebug: boolean; readonly configPath: string }
  | CatalogCommandLine
  | ReadCommandLine;

export interface CatalogCommandLine {
  readonly command: 'catalog';
  readonly isDebug: boolean;
  readonly configPath: string;
  /** Default: all streams. */
  readonly streams?: readonly string[];
  readonly mode: SyncMode;
}

export interface ReadCommandLine {
  readonly command: 'read';
  readonly isDebug: boolean;
  readonly configPath: string;
  readonly catalogPath: string;
  readonly statePath?: string;
  /** Whether to show progress on stderr; default: only where a person sees it. */
  readonly wantsProgress?: boolean;
}

/** An invalid command line, or one that asks for help or the version (`isHelp`). The message is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly isHelp: boolean;

  constructor(message: string, { isHelp }: { readonly isHelp: boolean }) {
    super(message);
    this.isHelp = isHelp;
  }
}

/**
 * Accepts `--option value` and `--option=value` in any order. `version` gets what `--version` answers. Throws a
 * {@link UsageError}; prints nothing.
 */
export async function parseCommandLine(
  argv: readonly string[],
  version: () => Promise<string> = async () => 'unknown',
): Promise<CommandLine> {
  // As the platform calls it. Loading the parser would take twice as long as all the rest of `spec`.
  if (argv.length === 1 && argv[0] === 'spec') return { command: 'spec', isDebug: false };
  let parsed: CommandLine | undefined;
  const parser = await commands(await version(), (commandLine) => {
    parsed = commandLine;
  });
  const { problem, word, help } = await run(parser, argv);
  if (problem !== undefined && word !== undefined && !COMMANDS.includes(word)) {
    const { didYouMean } = await import('../nearest.ts');
    throw new UsageError(`There is no command ${word}.${didYouMean(word, COMMANDS)}\nTry: source-intercom --help`, {
      isHelp: false,
    });
  }
  if (problem !== undefined) throw new UsageError(`${problem}\nTry: source-intercom --help`, { isHelp: false });
  if (parsed === undefined) throw new UsageError(help, { isHelp: true });
  return parsed;
}

const COMMANDS: readonly string[] = ['spec', 'check', 'discover', 'catalog', 'read'];

async function commands(version: string, found: (commandLine: CommandLine) => void): Promise<Argv> {
  const { default: yargs } = await import('yargs');
  return yargs()
    .scriptName('source-intercom')
    .command('spec', 'Print the connector specification', debug, (args) =>
      found({ command: 'spec', isDebug: args.debug }),
    )
    .command('check', 'Check that the configuration works', config, (args) =>
      found({ command: 'check', isDebug: args.debug, configPath: args.config }),
    )
    .command('discover', 'Print the streams that can be read', config, (args) =>
      found({ command: 'discover', isDebug: args.debug, configPath: args.config }),
    )
    .command('catalog', 'Print a configured catalog for read', choices, (args) =>
      found({
        command: 'catalog',
        isDebug: args.debug,
        configPath: args.config,
        ...(args.streams === undefined ? {} : { streams: namesIn(args.streams) }),
        mode: args.mode,
      }),
    )
    .command('read', 'Read the configured streams', inputs, (args) =>
      found({
        command: 'read',
        isDebug: args.debug,
        configPath: args.config,
        catalogPath: args.catalog,
        ...(args.state === undefined ? {} : { statePath: args.state }),
        ...(args.progress || args['no-progress'] ? { wantsProgress: args.progress } : {}),
      }),
    )
    .example('source-intercom catalog --config config.json > catalog.json', 'Choose all streams')
    .example('source-intercom read --config config.json --catalog catalog.json > first.jsonl', 'Read them')
    .example(
      'source-intercom read --config config.json --catalog catalog.json --state first.jsonl > second.jsonl',
      'Read what has changed since',
    )
    .demandCommand(1, 1, 'Name a command.', 'Name one command only.')
    .strict()
    .version(version)
    .locale('en')
    .wrap(null)
    .exitProcess(false)
    .showHelpOnFail(false)
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    });
}

const file = { type: 'string', requiresArg: true, normalize: false } as const;

function debug(args: Argv) {
  return args.option('debug', { type: 'boolean', default: false, describe: 'Log in detail' });
}

function config(args: Argv) {
  return debug(args).option('config', { ...file, demandOption: true, describe: 'File with the configuration' });
}

function inputs(args: Argv) {
  return config(args)
    .option('catalog', { ...file, demandOption: true, describe: 'File with the configured catalog' })
    .option('state', { ...file, describe: 'File with the states, or the whole output, of the read before' })
    .option('progress', {
      type: 'boolean',
      default: false,
      describe: 'Show progress on stderr, also where it is not a terminal',
    })
    .option('no-progress', { type: 'boolean', default: false, describe: 'Show no progress on a terminal' })
    .check((args) => {
      if (args.progress && args['no-progress']) throw new Error('Give --progress or --no-progress, not both.');
      return true;
    });
}

const MODES: readonly SyncMode[] = ['incremental', 'full_refresh'];

function choices(args: Argv) {
  return config(args)
    .option('streams', { ...file, describe: 'Names of streams, with commas between them; default all' })
    .option('mode', {
      choices: MODES,
      default: 'incremental' as SyncMode,
      describe: 'How to read; streams without a cursor are always read in full',
    });
}

function namesIn(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((name) => name !== '');
}

interface Answer {
  readonly problem?: string;
  /** The first word that is no option. */
  readonly word?: string;
  readonly help: string;
}

function run(parser: Argv, argv: readonly string[]): Promise<Answer> {
  return new Promise((resolve) => {
    parser.parse([...argv], {}, (error: Error | undefined, { _: [word] }: { _: unknown[] }, help: string) =>
      resolve({ help, ...(word !== undefined && { word: String(word) }), ...(error && { problem: error.message }) }),
    );
  });
}
