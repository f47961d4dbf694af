import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { MessageWriter, OutputClosedError } from '../../src/airbyte/message-writer.ts';
import { errorTrace, logMessage } from '../../src/airbyte/messages.ts';
import { SecretMask } from '../../src/airbyte/secret-mask.ts';

/** An output that takes each chunk when told to. */
class SlowOutput extends Writable {
  readonly chunks: string[] = [];
  #accept: (() => void)[] = [];
  isOpen = true;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(chunk.toString());
    if (this.isOpen) done();
    else this.#accept.push(done);
  }

  accept(): void {
    this.#accept.shift()?.();
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('MessageWriter', () => {
  it('R3: writes each message as one line, in order', async () => {
    const output = new SlowOutput();
    const writer = new MessageWriter(output);
    await writer.write('{"n":1}');
    await writer.write(logMessage('INFO', 'two\nlines'));
    await writer.flush();
    expect(output.chunks.join('')).toBe('{"n":1}\n{"type":"LOG","log":{"level":"INFO","message":"two\\nlines"}}\n');
  });

  it('tells of each message but not of lines, with secrets masked', async () => {
    const output = new SlowOutput();
    const mask = new SecretMask();
    mask.hide('s3cret');
    const told: unknown[] = [];
    const writer = new MessageWriter(output, mask, { onMessage: (message) => told.push(message) });
    await writer.write('{"n":1}');
    await writer.write(logMessage('WARN', 'the s3cret'));
    expect(told).toEqual([logMessage('WARN', 'the ****')]);
    await writer.flush();
    expect(output.chunks.join('').split('\n')).toHaveLength(3);
  });

  it('writes only lines where the output is no list of messages', async () => {
    const output = new SlowOutput();
    const told: unknown[] = [];
    const options = { onMessage: (message: unknown) => told.push(message), isForLinesOnly: true };
    const writer = new MessageWriter(output, new SecretMask(), options);
    await writer.write(logMessage('WARN', 'a warning'));
    await writer.write('{"streams":[]}');
    await writer.flush();
    expect(output.chunks.join('')).toBe('{"streams":[]}\n');
    expect(told).toHaveLength(1);
  });

  it('knows whether its reader is behind', async () => {
    const output = new SlowOutput({ highWaterMark: 10 });
    output.isOpen = false;
    const writer = new MessageWriter(output);
    expect(writer.isBlocked).toBe(false);
    const flushed = writer.write('x'.repeat(70_000));
    expect(writer.isBlocked).toBe(true);
    output.accept();
    await flushed;
    expect(writer.isBlocked).toBe(false);
  });

  it('gathers small lines into one chunk', async () => {
    const output = new SlowOutput();
    const writer = new MessageWriter(output);
    for (let n = 0; n < 100; n += 1) await writer.write(`{"n":${n}}`);
    await writer.flush();
    expect(output.chunks).toHaveLength(1);
  });

  it('sends a lone line within one turn of the event loop', async () => {
    const output = new SlowOutput();
    await new MessageWriter(output).write('{}');
    await turn();
    expect(output.chunks).toEqual(['{}\n']);
  });

  it('makes the caller wait while the output is full', async () => {
    const output = new SlowOutput({ highWaterMark: 10 });
    output.isOpen = false;
    const writer = new MessageWriter(output);
    let isDone = false;
    const written = writer.write('x'.repeat(70_000)).then(() => {
      isDone = true;
    });
    await turn();
    expect(isDone).toBe(false);
    output.accept();
    await written;
    expect(isDone).toBe(true);
  });

  it('makes all callers wait when a later chunk fills the output', async () => {
    const output = new SlowOutput({ highWaterMark: 100_000 });
    output.isOpen = false;
    const writer = new MessageWriter(output);
    let isDone = false;
    const first = writer.write('x'.repeat(70_000)).then(() => {
      isDone = true;
    });
    const second = writer.write('x'.repeat(70_000));
    await turn();
    expect(isDone).toBe(false);
    output.accept();
    output.accept();
    await Promise.all([first, second]);
  });

  it('lets the event loop turn while an output takes everything at once', async () => {
    const writer = new MessageWriter(new SlowOutput());
    let isStopped = false;
    setImmediate(() => {
      isStopped = true;
    });
    for (let n = 0; n < 1_000 && !isStopped; n += 1) await writer.write('x'.repeat(10_000));
    expect(isStopped).toBe(true);
  });

  it('waits with one listener however much is written without waiting', async () => {
    const output = new SlowOutput({ highWaterMark: 10 });
    output.isOpen = false;
    const writer = new MessageWriter(output);
    const before = output.listenerCount('drain');
    for (let n = 0; n < 20; n += 1) void writer.write('x'.repeat(70_000));
    expect(output.listenerCount('drain')).toBe(before);
  });

  it('flushes only when the output has taken everything', async () => {
    const output = new SlowOutput();
    output.isOpen = false;
    const writer = new MessageWriter(output);
    void writer.write('{}');
    let isFlushed = false;
    const flushed = writer.flush().then(() => {
      isFlushed = true;
    });
    await turn();
    expect(isFlushed).toBe(false);
    output.accept();
    await flushed;
  });

  it('R50: rejects, and keeps rejecting, once the reader has gone', async () => {
    const output = new SlowOutput({ highWaterMark: 10 });
    output.isOpen = false;
    const writer = new MessageWriter(output);
    const waiting = writer.write('x'.repeat(70_000));
    output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await expect(waiting).rejects.toBeInstanceOf(OutputClosedError);
    await expect(writer.write('{}')).rejects.toBeInstanceOf(OutputClosedError);
    await expect(writer.flush()).rejects.toBeInstanceOf(OutputClosedError);
  });

  it('R31: masks what is written for people, and nothing else', async () => {
    const output = new SlowOutput();
    const mask = new SecretMask();
    mask.hide('ERROR');
    const writer = new MessageWriter(output, mask);
    await writer.write(logMessage('ERROR', 'an ERROR', 'at ERROR'));
    await writer.write(errorTrace({ message: 'ERROR', internal_message: 'ERROR', failure_type: 'system_error' }, 1));
    await writer.flush();
    const [log, trace] = output.chunks
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(log).toEqual({ type: 'LOG', log: { level: 'ERROR', message: 'an ****', stack_trace: 'at ****' } });
    expect(trace.trace).toMatchObject({ type: 'ERROR', error: { message: '****', internal_message: '****' } });
  });
});
