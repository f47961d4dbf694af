import { toErrorTrace } from '../../src/airbyte/error-trace.ts';
import { createLogger } from '../../src/airbyte/logger.ts';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { SecretMask } from '../../src/airbyte/secret-mask.ts';
import { openClient } from '../../src/commands/open-client.ts';
import { read } from '../../src/commands/read.ts';
import type { Config } from '../../src/config/config.ts';
import { ConnectorError } from '../../src/errors.ts';
import type { Api } from '../../src/intercom/api.ts';
import { readWorkspace } from '../../src/intercom/workspace.ts';
import { streamsOf } from '../../src/streams/registry.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { startOfDay } from '../../src/walks/search/days.ts';
import { countsOf, SEARCHES } from './counts.ts';
import type { LiveCheck } from './report.ts';
import { checkSearch } from './search-check.ts';
import { Tally } from './tally.ts';

export interface LiveOptions {
  readonly config: Config;
  readonly days: number;
  /** Names of streams; all when empty. */
  readonly streams: readonly string[];
  readonly version: string;
  readonly signal: AbortSignal;
  readonly apiUrl: string | undefined;
}

/**
 * Reads a workspace for some days back and compares it with what the connector expects. Makes only requests that read,
 * and the export jobs that `message_receipts` and reports are read by. Keeps nothing but numbers. Rejects when a
 * stream's name is unknown, or when the token is refused.
 */
export async function checkLive({ config, days, signal, version, ...options }: LiveOptions): Promise<LiveCheck> {
  const streams = chosen(streamsOf(config), options.streams);
  const tally = new Tally(streams);
  const writer = new MessageWriter(tally, maskOf(config));
  const { apiUrl } = options;
  const environment = {
    writer,
    mask: maskOf(config),
    signal,
    apiUrl,
    isDebug: false,
    now: Date.now,
    screen: undefined,
  };
  const context = { ...environment, config, logger: createLogger(writer, environment) };
  const client = openClient(context, { signal, patience: 'check' });
  const { timeZone } = await readWorkspace(client);
  const now = client.firstAnswerAt ?? Math.floor(Date.now() / 1000);
  // A search that compares days counts whole days of the workspace.
  const since = startOfDay(now - days * 86_400, timeZone);

  const startedMs = Date.now();
  const before = await countsOf(streams, since, client);
  await read({
    ...context,
    config: { ...config, startDate: since },
    streams: streams.map(({ name, cursorField }) => ({ name, syncMode: cursorField ? 'incremental' : 'full_refresh' })),
    state: new Map(),
    display: 'none',
  }).catch((error: unknown) => writer.write(toErrorTrace(error, Date.now())));
  await writer.flush();
  const after = await countsOf(streams, since, client);
  const searches = await checkSearches(streams, since, timeZone, client);
  const seconds = (Date.now() - startedMs) / 1000;
  return { version, days, seconds, warnings: tally.warnings, streams: tally.streams, before, after, searches };
}

/** Leaves out a search that can't be asked: its stream has failed too, and says why. */
async function checkSearches(streams: readonly Stream<unknown>[], since: number, timeZone: string, api: Api) {
  const names = streams.map(({ name }) => name).filter((name) => SEARCHES[name] !== undefined);
  const found = await Promise.all(
    names.map((name) =>
      checkSearch(name, since, timeZone, api).catch((error: unknown) => {
        if (error instanceof ConnectorError) return undefined;
        throw error;
      }),
    ),
  );
  return found.filter((one) => one !== undefined);
}

function chosen(all: readonly Stream<unknown>[], names: readonly string[]): readonly Stream<unknown>[] {
  const unknown = names.filter((name) => !all.some((stream) => stream.name === name));
  if (unknown.length > 0) throw new Error(`There is no stream ${unknown.join(', ')}. docs/streams.md lists them.`);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

function maskOf({ accessToken }: Config): SecretMask {
  const mask = new SecretMask();
  mask.hide(accessToken);
  return mask;
}
