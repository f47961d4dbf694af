import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ApiError, type ApiRequest } from '../../../src/intercom/api.ts';
import { cutOff, hang, json, type Reply, raw, refuse, reset, serve } from '../support/api-server.ts';
import { makeClient, token } from '../support/client.ts';

const tags: ApiRequest = { method: 'GET', path: '/tags' };
const search: ApiRequest = { method: 'POST', path: '/contacts/search', body: { query: { field: 'id' } } };

async function failureOf(sent: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await sent.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (error instanceof ApiError) return error;
  throw error;
}

/** A client that waits for half a second where no answer will come, and for as long as it takes where one will. */
function impatientWith(reply: Reply) {
  return reply === hang ? { attemptMs: 500 } : {};
}

it('sends the token, the pinned API version and who is asking', async () => {
  const server = await serve(json({ type: 'list', data: [] }));
  const { client } = makeClient(server.url);
  await expect(client.send({ ...tags, query: { page: 2, name: 'a b' } }, 'tags')).resolves.toEqual({
    type: 'list',
    data: [],
  });
  expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/tags?page=2&name=a+b' });
  expect(server.requests[0]?.headers).toMatchObject({
    authorization: `Bearer ${token}`,
    'intercom-version': '2.16',
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'source-intercom/test',
  });
});

it('sends the same body with every attempt at a search', async () => {
  const server = await serve(refuse(502, 'service_unavailable'), json({ data: [] }));
  await makeClient(server.url).client.send(search, 'contacts');
  expect(server.requests.map(({ body }) => body)).toEqual(Array(2).fill('{"query":{"field":"id"}}'));
  expect(server.requests[1]?.headers['content-type']).toBe('application/json');
});

describe('a text file', () => {
  const transcript: ApiRequest = { method: 'GET', path: '/calls/1/transcript', answersWith: 'text' };

  it('comes as an object that holds its text', async () => {
    const server = await serve(raw('[00:00:03] Zoë: "{}"', 200, { 'content-type': 'text/plain; charset=utf-8' }));
    const sent = makeClient(server.url).client.send(transcript, 'transcripts');
    await expect(sent).resolves.toEqual({ text: '[00:00:03] Zoë: "{}"' });
    expect(server.requests[0]?.headers.accept).toBe('text/plain, application/json');
  });

  it.each([
    ['a page of a gateway', raw('<html>busy</html>', 200, { 'content-type': 'text/html' })],
    ['JSON', json({})],
    ['nothing', raw('')],
  ])('is asked for again where %s comes instead', async (_name, reply) => {
    const server = await serve(reply, raw('words', 200, { 'content-type': 'text/plain' }));
    const sent = makeClient(server.url).client.send(transcript, 'transcripts');
    await expect(sent).resolves.toEqual({ text: 'words' });
    expect(server.requests).toHaveLength(2);
  });

  it('may be refused in JSON', async () => {
    const server = await serve(refuse(404, 'not_found'));
    const error = await failureOf(makeClient(server.url).client.send(transcript, 'transcripts'));
    expect(error).toMatchObject({ status: 404, code: 'not_found', isGone: true });
  });
});

it('reads compressed answers', async () => {
  const server = await serve(raw(gzipSync('{"name":"Zoë"}'), 200, { 'content-encoding': 'gzip' }));
  await expect(makeClient(server.url).client.send(tags, 'tags')).resolves.toEqual({ name: 'Zoë' });
});

it.each([
  ['a 408', refuse(408, 'request_timeout')],
  ['a 500', refuse(500, 'server_error')],
  ['an HTML 503', raw('<html>busy</html>', 503)],
  ['a reset connection', reset],
  ['a body cut off', cutOff],
  ['an empty 200', raw('')],
  ['a 200 that is not JSON', raw('{"data": [1, 2')],
  ['a 200 that is no object', raw('[]')],
  ['a hang', hang],
])('asks again after %s, GET and POST', async (_name, reply) => {
  for (const request of [tags, search]) {
    const server = await serve(reply, json({ ok: true }));
    const { client, slept } = makeClient(server.url, impatientWith(reply));
    await expect(client.send(request, 'walk')).resolves.toEqual({ ok: true });
    expect(slept).toHaveLength(1);
  }
});

it('gives up after six attempts, or as many as the request allows', async () => {
  const server = await serve(refuse(500, 'server_error'));
  const { client, slept } = makeClient(server.url);
  const error = await failureOf(client.send(tags, 'tags'));
  expect(error).toMatchObject({ failureType: 'transient_error', status: 500, isOverload: true });
  expect(server.requests).toHaveLength(6);
  expect(slept).toHaveLength(5);
  await failureOf(client.send({ ...tags, attempts: 2 }, 'tags'));
  expect(server.requests).toHaveLength(8);
  expect(client.calls('tags')).toBe(8);
});

it('a request to be sent once is sent again after a 429 only', async () => {
  const limited = await serve(refuse(429, 'rate_limit_exceeded'), json({ ok: true }));
  await expect(makeClient(limited.url).client.send({ ...tags, once: true }, 'scroll')).resolves.toEqual({ ok: true });
  const broken = await serve(reset);
  const error = await failureOf(makeClient(broken.url).client.send({ ...tags, once: true }, 'scroll'));
  expect(error.status).toBeUndefined();
  expect(broken.requests).toHaveLength(1);
});

it('an answer without a whole body counts as overload, so that a smaller page is tried', async () => {
  const server = await serve(raw(''));
  const error = await failureOf(makeClient(server.url).client.send({ ...search, attempts: 1 }, 'contacts'));
  expect(error).toMatchObject({ status: undefined, isOverload: true, failureType: 'transient_error' });
});

it('a body over 64 MB is not asked for again and counts as overload', async () => {
  const server = await serve(raw(gzipSync(Buffer.alloc(65 * 1024 * 1024)), 200, { 'content-encoding': 'gzip' }));
  const error = await failureOf(makeClient(server.url, { attemptMs: 60_000 }).client.send(search, 'contacts'));
  expect(error).toMatchObject({ status: undefined, isOverload: true });
  expect(error.message).toContain('64 MB');
  expect(server.requests).toHaveLength(1);
});

it('never follows a redirect: the other host sees nothing', async () => {
  const other = await serve(json({ stolen: true }));
  const server = await serve(raw('', 302, { location: `${other.url}/tags` }));
  const error = await failureOf(makeClient(server.url).client.send(tags, 'tags'));
  expect(error).toMatchObject({ failureType: 'config_error', status: 302 });
  expect(other.requests).toEqual([]);
});

it('keeps connections alive', async () => {
  const server = await serve(json({}));
  const { client } = makeClient(server.url);
  for (let call = 0; call < 5; call += 1) await client.send(tags, 'tags');
  expect(server.connections()).toBe(1);
});

it('no error holds the token, in its message, its stack, its causes or its fields', async () => {
  const replies = [reset, cutOff, raw('', 302), refuse(401, 'unauthorized'), raw(token, 500), refuse(400, token), hang];
  for (const reply of replies) {
    const server = await serve(reply);
    const error = await failureOf(
      makeClient(server.url, impatientWith(reply)).client.send({ ...tags, attempts: 2 }, 'tags'),
    );
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token);
    expect(error.stack).not.toContain(token);
  }
});

it('tells engineers status, code, request id, method and path, and no words of the answer', async () => {
  const server = await serve(refuse(422, 'parameter_invalid'));
  const error = await failureOf(
    makeClient(server.url).client.send({ ...tags, query: { email: 'ada@example.com' } }, 'tags'),
  );
  expect(error.internalMessage).toBe('HTTP 422 parameter_invalid (per_page), request id req-1: GET /tags');
  expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('ada@example.com');
});

it('names the trouble when nothing listens, within a minute of waiting at most in check', async () => {
  const { client, slept } = makeClient('http://127.0.0.1:9', { patience: 'check', random: () => 0.999 });
  const error = await failureOf(client.send(tags, 'check'));
  expect(error).toMatchObject({ failureType: 'transient_error' });
  expect(error.message).toContain('ECONNREFUSED');
  expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(30_000);
});

it('a token that no header can carry is refused without quoting it', () => {
  expect(() => makeClient('http://127.0.0.1:9', { token: 'bad\ntoken' })).toThrow(/access token contains/);
});

it("takes the sync's start from the server's clock at the first answer", async () => {
  const server = await serve(
    json({}, 200, { date: 'Sun, 01 Nov 2026 10:00:00 GMT' }),
    json({}, 200, { date: 'Sun, 01 Nov 2026 10:00:09 GMT' }),
  );
  const { client } = makeClient(server.url);
  expect(client.firstAnswerAt).toBeUndefined();
  await client.send(tags, 'tags');
  await client.send(tags, 'tags');
  expect(client.firstAnswerAt).toBe(Date.parse('2026-11-01T10:00:00Z') / 1_000);
});

it('a body that cannot be sent is our own fault', async () => {
  const { client } = makeClient('http://127.0.0.1:9');
  const sent = client.send({ ...search, body: { id: 1n } }, 'contacts');
  await expect(sent).rejects.toMatchObject({ failureType: 'system_error' });
  expect(inspect(await sent.catch((error: unknown) => error), { depth: 20, showHidden: true })).not.toContain(token);
});

it('tells of each repeat, without words of the answer', async () => {
  const lines: string[] = [];
  const server = await serve(refuse(502, 'bad_gateway'), json({}));
  const { client } = makeClient(server.url, { log: (level, message) => level === 'info' && lines.push(message) });
  await client.send({ ...search, query: { email: 'ada@example.com' } }, 'contacts');
  expect(lines).toEqual(['HTTP 502 bad_gateway (per_page), request id req-1: POST /contacts/search; try 2 in 2.3 s']);
});

it('does not take the time from a gateway that fails', async () => {
  const server = await serve(
    raw('', 502, { date: 'Thu, 01 Jan 2099 00:00:00 GMT' }),
    json({}, 200, { date: 'Sun, 01 Nov 2026 10:00:00 GMT' }),
  );
  const { client } = makeClient(server.url);
  await client.send(tags, 'tags');
  expect(client.firstAnswerAt).toBe(Date.parse('2026-11-01T10:00:00Z') / 1_000);
});

describe('at debug level, each exchange is logged', () => {
  async function linesOf(request: ApiRequest, caller: string, ...replies: readonly [Reply, ...Reply[]]) {
    const lines: string[] = [];
    const server = await serve(...replies);
    const { client } = makeClient(server.url, {
      ...impatientWith(replies[0]),
      clock: () => Date.parse('2026-11-01T12:00:00Z'),
      log: (level, message) => level === 'debug' && lines.push(message),
    });
    await client.send({ ...request, attempts: 1 }, caller).catch(() => undefined);
    return lines;
  }

  it('with method, shape of the path, walk, status, time, and what the window has left', async () => {
    const headers = {
      'x-ratelimit-limit': '1667',
      'x-ratelimit-remaining': '1203',
      'x-ratelimit-reset': String(Date.parse('2026-11-01T12:00:05Z') / 1_000),
      date: 'Sun, 01 Nov 2026 12:00:00 GMT',
    };
    const request = { method: 'GET', path: '/contacts/65f1c2/tags', query: { email: 'ada@example.com' } } as const;
    expect(await linesOf(request, 'contacts', json({ name: 'Ada' }, 200, headers))).toEqual([
      'GET /contacts/:id/tags for contacts: 200 in 0 ms, 1203 of 1667 calls left in the window',
    ]);
  });

  it.each([
    ['a refusal', refuse(403, 'forbidden'), '403'],
    ['a hang', hang, 'time-out'],
    ['a broken connection', reset, 'network'],
    ['a body that is not JSON', raw('<html>'), 'broken body'],
  ])('with the trouble of %s, and without words of the answer', async (_name, reply, result) => {
    expect(await linesOf(search, 'contacts', reply)).toEqual([`POST /contacts/search for contacts: ${result} in 0 ms`]);
  });
});

describe('a 401 without a code', () => {
  it('is a refused token as long as no call has succeeded', async () => {
    const server = await serve(raw('', 401));
    const error = await failureOf(makeClient(server.url).client.send(tags, 'tags'));
    expect([error.reach === 'sync', error.isMissingPermission]).toEqual([true, false]);
  });

  it('is a missing permission once a call has succeeded', async () => {
    const server = await serve(json({}), raw('', 401), refuse(401, 'unauthorized'));
    const { client } = makeClient(server.url);
    await client.send({ method: 'GET', path: '/me' }, 'workspace');
    const error = await failureOf(client.send(tags, 'tags'));
    expect([error.reach === 'sync', error.isMissingPermission]).toEqual([false, true]);
    expect(error.message).toContain('probably lacks the permission "Read tags"');
    expect((await failureOf(client.send(tags, 'tags'))).reach).toBe('sync');
  });
});

describe('a request that is repeated', () => {
  it('is known with its trouble and its next attempt until it succeeds', async () => {
    const server = await serve(json({}, 500), json({}, 502), json({}));
    const seen: unknown[] = [];
    const { client } = makeClient(server.url, {
      sleep: async () => {
        const { what, attempt } = client.retrying('tags') ?? {};
        seen.push([what, attempt, client.retrying('contacts')]);
      },
    });
    await client.send(tags, 'tags');
    expect(seen).toEqual([
      ['HTTP 500', 2, undefined],
      ['HTTP 502', 3, undefined],
    ]);
    expect(client.retrying('tags')).toBeUndefined();
    expect(client.allCalls).toBe(3);
  });

  it('is forgotten when it is given up', async () => {
    const server = await serve(json({}, 500));
    const { client } = makeClient(server.url);
    await failureOf(client.send(tags, 'tags'));
    expect(client.retrying('tags')).toBeUndefined();
  });
});

describe('a host that does not answer', () => {
  const warningsOf = async (url: string, first?: ApiRequest) => {
    const warnings: string[] = [];
    const log = (level: string, message: string) => void (level === 'warn' && warnings.push(message));
    const { client } = makeClient(url, { log });
    if (first !== undefined) await client.send(first, 'workspace');
    const error = await failureOf(client.send(tags, 'tags'));
    return { warnings, message: error.message };
  };

  it('is named in one warning at the first failure, and in the error at the end', async () => {
    const server = await serve(reset);
    const { host } = new URL(server.url);
    const { warnings, message } = await warningsOf(server.url);
    expect(warnings).toEqual([`${host} can't be reached (ECONNRESET). Trying again for up to 5 minutes.`]);
    expect(message).toMatch(new RegExp(`^${host} could not be reached \\(ECONNRESET\\)`));
  });

  it('is no warning once it has answered', async () => {
    const server = await serve(json({}, 200, { date: 'Sun, 01 Nov 2026 12:00:00 GMT' }), reset);
    expect((await warningsOf(server.url, { method: 'GET', path: '/me' })).warnings).toEqual([]);
  });
});
