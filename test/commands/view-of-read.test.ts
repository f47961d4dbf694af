import { describe, expect, it } from 'vitest';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { ViewOfRead, type Watched } from '../../src/commands/view-of-read.ts';
import { StreamOutput } from '../../src/engine/stream-output.ts';
import { StreamStatus } from '../../src/engine/stream-status.ts';
import { ConnectorError } from '../../src/errors.ts';
import { begin } from '../../src/progress/progress.ts';
import {
  Output,
  pagesOf,
  range,
  records,
  ScriptedStream,
  scriptedWalk,
  select,
  UNTIL,
} from '../engine/support/scripted-read.ts';

const START_MS = 1_700_000_000_000;

function setUp(differing: Partial<Watched> = {}) {
  const clock = { ms: START_MS };
  const now = () => clock.ms;
  const writer = new MessageWriter(new Output());
  const [contacts, tags, macros] = (['contacts', 'tags', 'macros'] as const).map((name) => {
    const stream = new ScriptedStream(name, scriptedWalk(name, pagesOf()));
    return new StreamOutput(select(stream, begin(undefined, range())), new StreamStatus(name, { writer, now }), {
      writer,
      now,
    });
  });
  if (contacts === undefined || tags === undefined || macros === undefined) throw new Error('Three were made.');
  const calls = new Map<string, number>();
  const client: Watched['client'] = {
    calls: (walk) => calls.get(walk) ?? 0,
    allCalls: 12,
    share: 0.4,
    retrying: () => undefined,
  };
  const limits: Watched['limits'] = { heldUntilMs: undefined, isSlowingDown: () => false };
  const view = new ViewOfRead({
    streams: [contacts, tags, macros],
    unknown: new Map(),
    client,
    limits,
    writer: { isBlocked: false },
    now,
    ...differing,
  });
  return { view, clock, calls, client, contacts, tags, macros };
}

const page = (count: number, total?: number) => ({
  records: records(count),
  gap: { from: 0, to: UNTIL },
  left: { from: count, to: UNTIL },
  ...(total !== undefined && { total }),
});

describe('the view of a read', () => {
  it('says what each stream is doing', async () => {
    const { view, clock, calls, contacts, tags, macros } = setUp();
    for (const { status } of [contacts, tags, macros]) await status.start();
    expect(view.now().streams.map(({ standing }) => standing)).toEqual(['waiting', 'waiting', 'waiting']);
    for (const name of ['contacts', 'tags', 'macros']) calls.set(name, 4);
    clock.ms += 5_000;
    await contacts.write(page(3, 12));
    await tags.complete();
    await macros.fail(new ConnectorError('Grant it.', { failureType: 'config_error' }));
    clock.ms += 5_000;
    expect(view.now()).toMatchObject({
      calls: 12,
      tookMs: 10_000,
      limitShare: 0.4,
      streams: [
        { name: 'contacts', standing: 'reading', records: 3, calls: 4, done: 0.25, tookMs: 10_000 },
        { name: 'tags', standing: 'complete', records: 0, tookMs: 5_000 },
        { name: 'macros', standing: 'incomplete', note: 'Grant it.', tookMs: 5_000 },
      ],
    });
  });

  it('says what a stream waits for: a retry, the rate limit', async () => {
    const retry = { what: 'HTTP 500', attempt: 3, atMs: START_MS + 9_000 };
    const { view, contacts, tags } = setUp({
      client: {
        calls: () => 1,
        allCalls: 3,
        share: undefined,
        retrying: (walk) => (walk === 'contacts' ? retry : undefined),
      },
      limits: { heldUntilMs: START_MS + 8_000, isSlowingDown: () => true },
    });
    for (const { status } of [contacts, tags]) await status.start();
    await tags.status.hold(START_MS + 8_000);
    expect(view.now()).toMatchObject({
      waitsFor: 'the rate limit for 8.0 s',
      streams: [
        { standing: 'retrying', note: 'HTTP 500, try 3 in 9.0 s' },
        { standing: 'limited', note: 'rate limit for 8.0 s' },
        {},
      ],
    });
  });

  it('says that all wait for a reader who is behind', () => {
    const { view } = setUp({ writer: { isBlocked: true } });
    expect(view.now().waitsFor).toBe('the program that reads the output');
  });

  it('estimates the time left once enough has been read', async () => {
    const { view, clock, calls, contacts } = setUp();
    await contacts.status.start();
    for (let seconds = 0; seconds < 40; seconds += 1) {
      clock.ms += 1_000;
      calls.set('contacts', seconds);
      await contacts.write(page(10, 1_000));
      if (seconds < 14) expect(view.now().leftMs).toBeUndefined();
      else view.now();
    }
    const [left = 0] = view.now().streams.map(({ leftMs }) => leftMs);
    expect(left).toBeGreaterThan(50_000);
    expect(left).toBeLessThan(70_000);
  });

  it('says at the end what was stopped, and what does not exist', async () => {
    const { view, contacts, tags } = setUp({ unknown: new Map([['admin', 'There is no stream admin.']]) });
    await contacts.status.start();
    await tags.complete();
    expect(view.atEnd().streams.map(({ name, standing, note }) => [name, standing, note])).toEqual([
      ['contacts', 'stopped', undefined],
      ['tags', 'complete', undefined],
      ['macros', 'stopped', undefined],
      ['admin', 'incomplete', 'There is no stream admin.'],
    ]);
  });
});
