import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../src/airbyte/logger.ts';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { SecretMask } from '../../src/airbyte/secret-mask.ts';

function setUp(isDebug = false) {
  const chunks: string[] = [];
  const output = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  const mask = new SecretMask();
  mask.hide('s3cret');
  const writer = new MessageWriter(output, mask);
  const logger = createLogger(writer, { isDebug });
  const logs = async () => {
    await writer.flush();
    return chunks
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).log);
  };
  return { logger, logs };
}

describe('createLogger', () => {
  it("R30: maps its levels to Airbyte's", async () => {
    const { logger, logs } = setUp(true);
    for (const level of ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly']) logger.log(level, level);
    expect((await logs()).map(({ level }) => level)).toEqual([
      'ERROR',
      'WARN',
      'INFO',
      'DEBUG',
      'DEBUG',
      'DEBUG',
      'TRACE',
    ]);
  });

  it('R14: says nothing below INFO unless asked to', async () => {
    const { logger, logs } = setUp();
    logger.debug('quiet');
    logger.info('loud');
    expect(await logs()).toEqual([{ level: 'INFO', message: 'loud' }]);
  });

  it('R31: masks secrets in messages and stacks', async () => {
    const { logger, logs } = setUp();
    logger.info('token s3cret');
    logger.error(new Error('bad s3cret'));
    const [info, error] = await logs();
    expect(info.message).toBe('token ****');
    expect(error.message).toBe('bad ****');
    expect(error.stack_trace).toContain('Error: bad ****');
  });

  it('keeps many lines on one line, and anything loggable a text', async () => {
    const { logger, logs } = setUp();
    logger.info('one\ntwo');
    logger.info({ n: 1 });
    expect((await logs()).map(({ message }) => message)).toEqual(['one\ntwo', '{"n":1}']);
  });
});
