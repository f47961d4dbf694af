import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ApiError, type ApiRequest, type Body, fileIn } from '../../../src/intercom/api.ts';
import { hang, json, rateHeaders, raw, reset, serve } from '../support/api-server.ts';
import { makeClient } from '../support/client.ts';

const request: ApiRequest = { method: 'GET', path: '/download/content/data/abc1', answersWith: 'file' };
const octets = { 'content-type': 'application/octet-stream' };

async function textOf(answer: Body): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of fileIn(answer)) parts.push(part);
  return Buffer.concat(parts).toString('latin1');
}

describe('a file', () => {
  it('is asked for as octets, and comes as it was packed, whatever the transport says of it', async () => {
    const packed = gzipSync('a,b\n');
    const api = await serve(raw(packed, 200, { ...octets, 'content-encoding': 'gzip' }));
    const { client } = makeClient(api.url);
    expect(await textOf(await client.send(request, 'w'))).toBe(packed.toString('latin1'));
    expect(api.requests[0]?.headers.accept).toBe('application/octet-stream');
  });

  it('may be larger than any other answer, and arrives before it has ended', async () => {
    const piece = Buffer.alloc(1024 * 1024);
    let pieces = 0;
    const api = await serve((response) => {
      response.writeHead(200, octets);
      const write = () => {
        while (pieces < 100) {
          pieces += 1;
          if (!response.write(piece)) return response.once('drain', write);
        }
        return response.end();
      };
      write();
    });
    const { client } = makeClient(api.url);
    const answer = await client.send(request, 'w');
    expect(pieces).toBeLessThan(50);
    let length = 0;
    for await (const part of fileIn(answer)) length += part.length;
    expect(length).toBe(100 * piece.length);
  });

  it('takes neither a slot nor memory while it arrives', async () => {
    const api = await serve(
      (response) => {
        response.writeHead(200, octets);
        response.write('begin');
      },
      json({ type: 'list' }),
    );
    const { client } = makeClient(api.url, { maxInFlight: 1 });
    const lease = client.lease('w');
    const bytes = fileIn(await client.send(request, lease))[Symbol.asyncIterator]();
    await bytes.next();
    expect(await client.send({ method: 'GET', path: '/tags' }, 'other')).toEqual({ type: 'list' });
    await bytes.return?.();
  });

  it.each([
    ['no connection', reset],
    ['a server error', raw('down', 503)],
    ['an empty answer', raw('', 200, octets)],
    ['the page of a gateway', raw('<html>busy</html>', 200, { 'content-type': 'text/html; charset=utf-8' })],
    ['no answer', hang],
  ])('is asked for again after %s', async (_what, bad) => {
    const api = await serve(bad, raw('a,b\n', 200, octets));
    const { client, slept } = makeClient(api.url, { attemptMs: 300 });
    expect(await textOf(await client.send(request, 'w'))).toBe('a,b\n');
    expect(slept).toHaveLength(1);
  });

  it('waits for the rate limit like any request', async () => {
    const api = await serve(json({}, 429, rateHeaders(10, 0, 3_000)), raw('a', 200, octets));
    const { client, slept } = makeClient(api.url);
    expect(await textOf(await client.send(request, 'w'))).toBe('a');
    expect(Math.max(...slept)).toBeGreaterThan(1_000);
  });

  it.each([
    ['breaks off', (response: { destroy(): void }) => setTimeout(() => response.destroy(), 20), /could not be reached/],
    ['comes to a halt', () => undefined, /did not answer in time/],
  ])('that %s ends with an error of the API', async (_what, then, message) => {
    const api = await serve((response) => {
      response.writeHead(200, { ...octets, 'content-length': '1000' });
      response.write('begin');
      then(response);
    });
    const { client } = makeClient(api.url, { attemptMs: 200 });
    const answer = await client.send(request, 'w');
    const error = await textOf(answer).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      isOverload: true,
      failureType: 'transient_error',
      message: expect.stringMatching(message),
    });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(api.requests).toHaveLength(1);
  });

  it('may wait for its reader for longer than for the server', async () => {
    const api = await serve((response) => {
      response.writeHead(200, octets);
      response.write('one,');
      setTimeout(() => response.end('two'), 20);
    });
    const { client } = makeClient(api.url, { attemptMs: 150 });
    const parts: string[] = [];
    for await (const part of fileIn(await client.send(request, 'w'))) {
      parts.push(Buffer.from(part).toString());
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    expect(parts.join('')).toBe('one,two');
  });

  it('ends with the reason of the signal, before and while it arrives', async () => {
    const stop = new AbortController();
    const api = await serve((response) => {
      response.writeHead(200, octets);
      response.write('begin');
    });
    const { client } = makeClient(api.url, { signal: stop.signal });
    const bytes = fileIn(await client.send(request, 'w'))[Symbol.asyncIterator]();
    await bytes.next();
    const next = bytes.next();
    stop.abort(new Error('The process is to stop.'));
    await expect(next).rejects.toThrow('The process is to stop.');
    await expect(client.send(request, 'w')).rejects.toThrow('The process is to stop.');
  });

  it('that is not there, or not permitted, is an error with its meaning', async () => {
    const errors = (code: string) => ({ type: 'error.list', errors: [{ code, message: 'x' }] });
    const api = await serve(json(errors('not_found'), 404), json(errors('forbidden'), 403));
    const { client } = makeClient(api.url);
    await expect(client.send(request, 'w')).rejects.toMatchObject({ isGone: true });
    await expect(client.send(request, 'w')).rejects.toMatchObject({
      isMissingPermission: true,
      message: expect.stringMatching(/"Export message data"/),
    });
  });

  it('R71: is not fetched from another host, wherever a redirect leads', async () => {
    const stranger = await serve(raw('a,b\n', 200, octets));
    const api = await serve(raw('', 302, { location: `${stranger.url}/file` }));
    const { client } = makeClient(api.url);
    await expect(client.send(request, 'w')).rejects.toMatchObject({ meaning: 'redirect' });
    expect(stranger.requests).toEqual([]);
  });
});

describe('a 429 about export jobs', () => {
  const refusal = json(
    {
      type: 'error.list',
      errors: [{ code: 'rate_limit_exceeded', message: 'Exceeded rate limit of 1 pending message data export jobs' }],
    },
    429,
    rateHeaders(100, 50, 9_000),
  );
  const create: ApiRequest = { method: 'POST', path: '/export/content/data', body: {}, once: true };

  it('is told to whoever asked, and closes the rate limit for nobody', async () => {
    const api = await serve(refusal, json({ type: 'list' }, 200, rateHeaders(100, 98, 9_000)));
    const { client, slept } = makeClient(api.url);
    await expect(client.send(create, 'w')).rejects.toMatchObject({
      isExportLimit: true,
      failureType: 'transient_error',
      meaning: 'exports taken',
    });
    expect(api.requests).toHaveLength(1);
    const before = slept.length;
    await client.send({ method: 'GET', path: '/tags' }, 'other');
    expect(slept.length).toBe(before);
  });

  it('is a 429 like any other where it speaks of something else', async () => {
    const usual = json(
      {
        type: 'error.list',
        errors: [{ code: 'rate_limit_exceeded', message: 'Exceeded rate limit of 83 in 10_seconds' }],
      },
      429,
    );
    const api = await serve(usual, json({ job_identifier: 'a' }));
    const { client, slept } = makeClient(api.url);
    expect(await client.send(create, 'w')).toEqual({ job_identifier: 'a' });
    expect(slept).not.toEqual([]);
  });
});
