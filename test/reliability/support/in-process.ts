import { Writable } from 'node:stream';
import { parseConfiguredCatalog } from '../../../src/airbyte/configured-catalog.ts';
import { toErrorTrace } from '../../../src/airbyte/error-trace.ts';
import { createLogger } from '../../../src/airbyte/logger.ts';
import { MessageWriter } from '../../../src/airbyte/message-writer.ts';
import { SecretMask } from '../../../src/airbyte/secret-mask.ts';
import { parseState } from '../../../src/airbyte/state.ts';
import type { CommandContext } from '../../../src/commands/context.ts';
import { source } from '../../../src/commands/source.ts';
import { parseConfig } from '../../../src/config/config.ts';
import { speedUp } from './fast-time.mjs';
import { catalogOf, configOf, type ReadInputs } from './inputs.ts';
import { Printed } from './printed.ts';

/** Retries wait for seconds and a request for two minutes: here that is some hundred milliseconds. */
const FACTOR = 400;
speedUp(FACTOR, Date.now());

export interface Ended {
  readonly printed: Printed;
  readonly code: number;
  /** By the fast clock. */
  readonly tookMs: number;
}

/** The command `read` in this process, against a sandbox in the same process, both in fast time. */
export function readHere(inputs: ReadInputs): Promise<Ended> {
  return command(inputs, (run) => {
    const streams = parseConfiguredCatalog(catalogOf(inputs));
    return source.read({ ...run, streams, state: parseState(inputs.state ?? null), progress: 'none' });
  });
}

export function discoverHere(inputs: ReadInputs): Promise<Ended> {
  return command(inputs, (run) => source.discover(run));
}

async function command(inputs: ReadInputs, act: (run: CommandContext) => Promise<number>): Promise<Ended> {
  const texts: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      texts.push(String(chunk));
      done();
    },
  });
  const writer = new MessageWriter(output);
  const environment = {
    writer,
    mask: new SecretMask(),
    signal: new AbortController().signal,
    apiUrl: inputs.sandbox.url,
    isDebug: false,
    now: Date.now,
    stderr: output,
    isWatched: false,
  };
  const startedMs = Date.now();
  const run = {
    ...environment,
    logger: createLogger(writer, environment),
    config: parseConfig(configOf(inputs), Date.now()),
  };
  const code = await act(run).catch(async (error: unknown) => {
    await writer.write(toErrorTrace(error, Date.now()));
    return 1;
  });
  await writer.flush();
  return { printed: new Printed().take(texts.join('')), code, tookMs: Date.now() - startedMs };
}
