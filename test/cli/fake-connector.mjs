/**
 * The real process, as it was built, around a source that misbehaves on demand: SCENARIO says how. Plain JavaScript, so
 * that each of its many starts takes no longer than the program's own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { recordLine } from '../../dist/airbyte/record-line.js';
import { runConnector } from '../../dist/cli/connector-process.js';
import { ConnectorError } from '../../dist/errors.js';

const LINE = recordLine('tags', { id: '1', name: 'x'.repeat(950) }, 1);

async function writeLines({ writer }, count) {
  for (let n = 0; n < count; n += 1) await writer.write(LINE);
}

const scenarios = {
  async flood(context) {
    await writeLines(context, 3_000);
    throw new ConnectorError('The end of the flood.', { failureType: 'transient_error' });
  },
  async endless(context) {
    while (!context.signal.aborted) await writeLines(context, 10);
    throw context.signal.reason;
  },
  async deaf({ logger }) {
    logger.info('started');
    await sleep(60_000);
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
    await sleep(60_000);
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
  async telling({ logger, streams, state, display, apiUrl }) {
    logger.info(JSON.stringify({ streams, state: [...state], display, apiUrl: apiUrl ?? null }));
    return 0;
  },
};

const source = {
  async check() {
    throw new ConnectorError('The token is not valid.', { failureType: 'config_error' });
  },
  async discover() {
    throw new Error('unexpected');
  },
  async read(context) {
    return scenarios[process.env.SCENARIO ?? 'telling']?.(context) ?? 9;
  },
};

await runConnector(process, async () => source);
