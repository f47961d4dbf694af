import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { toErrorTrace } from '../airbyte/error-trace.ts';
import { MessageWriter, OutputClosedError } from '../airbyte/message-writer.ts';
import { type LogLevel, logMessage, specMessage } from '../airbyte/messages.ts';
import { SecretMask } from '../airbyte/secret-mask.ts';
import type { Environment, ReadContext, Source } from '../commands/context.ts';
import { ConnectorError } from '../errors.ts';
import { type CommandLine, parseCommandLine, UsageError } from './command-line.ts';
import { chooseDisplay } from './display-choice.ts';
import { readSpec, readVersion } from './spec.ts';
import { stopOnSignals } from './stop-signals.ts';

type Output = Pick<Environment, 'writer' | 'mask' | 'signal' | 'screen'> & Pick<ReadContext, 'display'>;

/**
 * Runs the command line of `process` and ends the process with its exit code, after every message has been written whole.
 * Takes over the signals, the console, warnings and uncaught errors. The source is loaded only when a command needs it.
 */
export async function runConnector(process: NodeJS.Process, loadSource: () => Promise<Source>): Promise<never> {
  const stopping = new AbortController();
  const dieIfStopped = stopOnSignals(process, stopping);
  const commandLine = await parseCommandLine(process.argv.slice(2), readVersion).catch((error: unknown) =>
    endWithUsage(error, process),
  );
  const output = await openOutput(commandLine, process, stopping.signal);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.stderr.write(`Standard output can't be written: ${error.message}\n`);
    stopping.abort(error);
  });
  turnNoiseIntoLogs(process, output.writer);

  const work = runCommandLine(commandLine, process, output, loadSource);
  const exitCode = await Promise.race([work, untilStray(process)]).catch((error: unknown) => report(error, output));
  const isDelivered = await output.writer.flush().then(
    () => true,
    () => false,
  );
  dieIfStopped();
  return process.exit(isDelivered ? exitCode : exitCode || 1);
}

async function openOutput(
  commandLine: CommandLine,
  { env, stdout, stderr }: NodeJS.Process,
  signal: AbortSignal,
): Promise<Output> {
  const { isTold, display } = chooseDisplay(commandLine, {
    stdoutIsTerminal: stdout.isTTY,
    stderrIsTerminal: stderr.isTTY,
    wish: env.SOURCE_INTERCOM_PROGRESS?.toLowerCase(),
    terminal: env.TERM,
  });
  const isTerminal = stderr.isTTY || display === 'table';
  const person = isTold ? (await import('./person.ts')).openScreen(stderr, { env, isTerminal }) : undefined;
  const mask = new SecretMask();
  const isForLinesOnly = commandLine.command === 'catalog';
  const writer = new MessageWriter(stdout, mask, { ...person, isForLinesOnly });
  return { writer, mask, signal, screen: person?.screen, display };
}

async function runCommandLine(
  commandLine: CommandLine,
  process: NodeJS.Process,
  output: Output,
  loadSource: () => Promise<Source>,
): Promise<number> {
  const { env } = process;
  if (env.DATA_CHANNEL_MEDIUM?.toUpperCase() === 'SOCKET') throw socketsAreUnknown();
  if (commandLine.command === 'spec') {
    await output.writer.write(specMessage(await readSpec()));
    return 0;
  }
  const { runCommand } = await import('./run-command.ts');
  const environment = {
    ...output,
    apiUrl: env.INTERCOM_API_URL,
    isDebug: commandLine.isDebug || env.LOG_LEVEL?.toLowerCase() === 'debug',
    now: Date.now,
  };
  return runCommand(commandLine, environment, loadSource);
}

/** Turns what libraries print and Node.js warns of into LOG messages: stdout holds messages only, and stderr stays empty. */
function turnNoiseIntoLogs(process: NodeJS.Process, writer: MessageWriter): void {
  const log = (level: LogLevel, text: string) => {
    writer.write(logMessage(level, text)).catch(() => undefined);
  };
  const lines = (level: LogLevel) =>
    new Writable({
      write(text, _encoding, done) {
        log(level, String(text).trimEnd());
        done();
      },
    });
  Object.assign(console, new Console({ stdout: lines('INFO'), stderr: lines('WARN') }));
  process.removeAllListeners('warning').on('warning', ({ name, message }) => log('WARN', `${name}: ${message}`));
}

/** Rejects with the first uncaught error. Later ones are mostly consequences of it. */
function untilStray(process: NodeJS.Process): Promise<never> {
  return new Promise((_resolve, reject) => {
    process.on('uncaughtException', reject).on('unhandledRejection', reject);
  });
}

/** Help that was asked for is the command's output; a mistake is told on stderr. */
function endWithUsage(error: unknown, process: NodeJS.Process): Promise<never> {
  if (!(error instanceof UsageError)) throw error;
  const output = error.isHelp ? process.stdout : process.stderr;
  return new Promise(() => output.write(`${error.message}\n`, () => process.exit(error.isHelp ? 0 : 2)));
}

async function report(error: unknown, { writer, signal }: Output): Promise<number> {
  const isExpected = error instanceof OutputClosedError || signal.aborted;
  if (!isExpected) await writer.write(toErrorTrace(error, Date.now())).catch(() => undefined);
  return 1;
}

function socketsAreUnknown(): ConnectorError {
  return new ConnectorError(
    'This connector writes to standard output only, and DATA_CHANNEL_MEDIUM asks for sockets. Set it to STDIO.',
    { failureType: 'system_error' },
  );
}
