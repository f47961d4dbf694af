import type { Argv } from 'yargs';

/** What the caller asks for. Paths are as given, relative to the working directory. */
export type CommandLine =
  | { readonly command: 'spec'; readonly isDebug: boolean }
  | { readonly command: 'check' | 'discover'; readonly isDebug: boolean; readonly configPath: string }
  | ReadCommandLine;

export interface ReadCommandLine {
  readonly command: 'read';
  readonly isDebug: boolean;
  readonly configPath: string;
  readonly catalogPath: string;
  readonly statePath?: string;
  /** Print plain progress lines on stderr, whether it is a terminal or not. */
  readonly wantsProgress: boolean;
}

/** An invalid command line, or one that asks for help (`isHelp`). The message is for stderr. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly isHelp: boolean;

  constructor(message: string, { isHelp }: { readonly isHelp: boolean }) {
    super(message);
    this.isHelp = isHelp;
  }
}

/** Accepts `--option value` and `--option=value` in any order. Throws a {@link UsageError}; prints nothing. */
export async function parseCommandLine(argv: readonly string[]): Promise<CommandLine> {
  // As the platform calls it. Loading the parser would take twice as long as all the rest of `spec`.
  if (argv.length === 1 && argv[0] === 'spec') return { command: 'spec', isDebug: false };
  let parsed: CommandLine | undefined;
  const parser = await commands((commandLine) => {
    parsed = commandLine;
  });
  const { problem, help } = await run(parser, argv);
  if (problem !== undefined) throw new UsageError(`${problem}\nTry: source-intercom --help`, { isHelp: false });
  if (parsed === undefined) throw new UsageError(help, { isHelp: true });
  return parsed;
}

async function commands(found: (commandLine: CommandLine) => void): Promise<Argv> {
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
    .command('read', 'Read the configured streams', inputs, (args) =>
      found({
        command: 'read',
        isDebug: args.debug,
        configPath: args.config,
        catalogPath: args.catalog,
        ...(args.state === undefined ? {} : { statePath: args.state }),
        wantsProgress: args.progress,
      }),
    )
    .demandCommand(1, 1, 'Name a command.', 'Name one command only.')
    .strict()
    .version(false)
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
    .option('state', { ...file, describe: 'File with the state of the sync before' })
    .option('progress', { type: 'boolean', default: false, describe: 'Print progress on stderr' });
}

function run(parser: Argv, argv: readonly string[]): Promise<{ readonly problem?: string; readonly help: string }> {
  return new Promise((resolve) => {
    parser.parse([...argv], {}, (error: Error | undefined, _args: unknown, help: string) =>
      resolve(error ? { problem: error.message, help } : { help }),
    );
  });
}
