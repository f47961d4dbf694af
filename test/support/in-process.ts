import { Writable } from 'node:stream';
import { toErrorTrace } from '../../src/airbyte/error-trace.ts';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { SecretMask } from '../../src/airbyte/secret-mask.ts';
import { parseCommandLine } from '../../src/cli/command-line.ts';
import { chooseDisplay } from '../../src/cli/display-choice.ts';
import { openScreen } from '../../src/cli/person.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { source } from '../../src/commands/source.ts';
import type { Launcher, Start } from './connector.ts';
import { type Ending, Outcome } from './outcome.ts';

// Loads what only a first command loads: a module comes from another process here, whose work virtual time can not see.
await parseCommandLine(['discover', '--config', '-']);

/** As on a platform: both outputs are pipes. */
const nobody = { stdoutIsTerminal: false, stderrIsTerminal: false, wish: undefined, terminal: undefined };

interface InProcessOptions {
  /** Aborts when the process is told to stop. */
  readonly signal?: AbortSignal;
  /** Stands for stdout. */
  readonly stdout?: Collector;
}

/** Runs commands in this process. Errors are reported as the process reports them, and virtual time holds for it. */
export function inProcess(options: InProcessOptions = {}): Launcher {
  return async (start) => new Outcome(await endingInProcess(start, options));
}

/** Likewise, with what was printed as it is. */
export async function endingInProcess(
  { argv, apiUrl }: Pick<Start, 'argv' | 'apiUrl'>,
  { signal = new AbortController().signal, stdout }: InProcessOptions = {},
): Promise<Ending> {
  const startedMs = Date.now();
  const output = stdout ?? new Collector();
  const stderr = new Collector();
  const mask = new SecretMask();
  const commandLine = await parseCommandLine(argv);
  if (commandLine.command === 'spec') throw new Error('The spec is printed by the process itself.');
  const { isDebug } = commandLine;
  const { isTold, display } = chooseDisplay(commandLine, nobody);
  const person = isTold ? openScreen(stderr) : undefined;
  const writer = new MessageWriter(output, mask, { ...person, isForLinesOnly: commandLine.command === 'catalog' });
  const environment = { writer, mask, signal, apiUrl, isDebug, now: Date.now, screen: person?.screen, display };
  const exitCode = await runCommand(commandLine, environment, async () => source).catch(async (error: unknown) => {
    if (!signal.aborted) await writer.write(toErrorTrace(error, Date.now()));
    return 1;
  });
  if (!signal.aborted) await writer.flush();
  const killed = output instanceof CutReader && output.isCut ? { exitCode: null, signal: 'SIGKILL' } : { exitCode };
  return { signal: null, stdout: output.text, stderr: stderr.text, tookMs: Date.now() - startedMs, ...killed };
}

/** A reader that takes everything at once. */
class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A reader that takes the first chunk, nothing for a while, and then everything. */
export class StallingReader extends Collector {
  readonly #stallMs: number;
  readonly #onResume: () => void;
  #hasStalled = false;

  constructor(stallMs: number, onResume: () => void) {
    super();
    this.#stallMs = stallMs;
    this.#onResume = onResume;
  }

  override _write(chunk: Buffer, encoding: string, done: () => void): void {
    if (this.#hasStalled) {
      super._write(chunk, encoding, done);
      return;
    }
    this.#hasStalled = true;
    this.text += chunk.toString();
    setTimeout(() => {
      this.#onResume();
      done();
    }, this.#stallMs);
  }
}

/** A reader that keeps what comes up to a point, as if the process had been killed there, and then ends the run. */
export class CutReader extends Collector {
  isCut = false;
  #left: number;
  readonly #end: () => void;

  constructor(characters: number, end: () => void) {
    super();
    this.#left = characters;
    this.#end = end;
  }

  cut(): void {
    this.isCut = true;
    this.#end();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const text = chunk.toString();
    if (!this.isCut) this.text += text.slice(0, this.#left);
    this.#left -= text.length;
    if (this.#left <= 0 && !this.isCut) this.cut();
    done();
  }
}
