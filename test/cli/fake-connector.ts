import { recordLine } from '../../src/airbyte/record-line.ts';
import { runConnector } from '../../src/cli/connector-process.ts';
import type { CommandContext, ReadContext, Source } from '../../src/commands/context.ts';
import { ConnectorError } from '../../src/errors.ts';

/** The real process around a source that misbehaves on demand: the state it is given says how. */

const LINE = recordLine('tags', { id: '1', name: 'x'.repeat(950) }, 1);

async function writeLines({ writer }: CommandContext, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await writer.write(LINE);
}

const scenarios: Readonly<Record<string, (run: ReadContext) => Promise<number>>> = {
  async flood(run) {
    await writeLines(run, 3_000);
    throw new ConnectorError('The end of the flood.', { failureType: 'transient_error' });
  },
  async endless(run) {
    while (!run.signal.aborted) await writeLines(run, 10);
    throw run.signal.reason;
  },
  async deaf({ logger }) {
    logger.info('started');
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    return 0;
  },
  async noisy({ logger }) {
    process.emitWarning('something is deprecated');
    // biome-ignore lint/suspicious/noConsole: what a library might do.
    console.log('printed by a library');
    // biome-ignore lint/suspicious/noConsole: what a library might do.
    console.error('complained by a library');
    await new Promise((resolve) => setImmediate(resolve));
    logger.info('done');
    return 0;
  },
  async uncaught() {
    setTimeout(() => {
      throw new TypeError('nobody catches this');
    });
    await new Promise(() => undefined);
    return 0;
  },
  async unhandled() {
    void Promise.reject(new TypeError('nobody awaits this'));
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    return 0;
  },
  async leaky() {
    setInterval(() => undefined, 60_000);
    return 0;
  },
  async chatty({ logger, config }) {
    logger.debug('in detail');
    logger.info(`token ${config.accessToken}`);
    throw new Error(`GET /me with Authorization: Bearer ${config.accessToken} failed`);
  },
  async telling({ logger, streams, state, progress, apiUrl }) {
    logger.info(JSON.stringify({ streams, state: [...state], progress, apiUrl: apiUrl ?? null }));
    return 0;
  },
};

const source: Source = {
  async check() {
    throw new ConnectorError('The token is not valid.', { failureType: 'config_error' });
  },
  async discover() {
    throw new Error('unexpected');
  },
  async read(run) {
    const scenario = scenarios[process.env.SCENARIO ?? 'telling'];
    return scenario === undefined ? 9 : await scenario(run);
  },
};

await runConnector(process, async () => source);
