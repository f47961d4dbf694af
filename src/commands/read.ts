import { toErrorTrace } from '../airbyte/error-trace.ts';
import { startSeconds } from '../config/config.ts';
import { StreamStatus } from '../engine/stream-status.ts';
import { Sync } from '../engine/sync.ts';
import { ConnectorError, endsSync } from '../errors.ts';
import type { IntercomClient } from '../intercom/http/client.ts';
import type { LeaseOptions } from '../intercom/pace/memory-budget.ts';
import { readWorkspace } from '../intercom/workspace.ts';
import { didYouMean } from '../nearest.ts';
import { customObjectTypesIn } from '../streams/custom-objects.ts';
import { reportDatasetsIn } from '../streams/exports/report.ts';
import { streamsOf } from '../streams/registry.ts';
import type { Stream } from '../streams/stream.ts';
import type { WalkContext } from '../walks/walk.ts';
import type { ReadContext } from './context.ts';
import { openClient } from './open-client.ts';
import { RateLimitReport } from './rate-limit-report.ts';
import { ReadReport } from './read-report.ts';
import { select } from './select.ts';

/** Reads the configured streams side by side; 0 when all of them are complete. */
export async function read(context: ReadContext): Promise<number> {
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const statuses = context.streams.map(({ name }) => new StreamStatus(name, context));
  const limits = new RateLimitReport(statuses, context);
  const client = openClient(context, {
    signal,
    onHold: (hold) => limits.hold(hold),
    onRelease: () => limits.release(),
  });
  context.signal.throwIfAborted();
  // Before the first call, which may have to wait for the rate limit.
  for (const status of statuses) await status.start();
  const walkContext = await openWorkspace(client, signal, context).catch(async (error: unknown) => {
    for (const status of context.signal.aborted ? [] : statuses) await status.end('INCOMPLETE');
    throw error;
  });
  const start = startSeconds(context.config, walkContext.syncStart);
  const streams = streamsIn(context);
  const names = streams.map(({ name }) => name);
  const { selections, unknown, notices } = select(streams, start, walkContext.syncStart, context);
  const statusOf = (name: string) => statuses.find((status) => status.name === name) ?? new StreamStatus(name, context);
  const refused = new Map(unknown.map((name) => [name, noSuchStream(name, names)]));
  for (const [name, reason] of refused) await failUnknown(statusOf(name), reason, context);
  const sync = new Sync(selections, {
    statusOf,
    openWalk: (walk, streams) => openWalk(walk, streams, client, walkContext),
    writer: context.writer,
    now: context.now,
    stopSignal: context.signal,
    onFailure: (error) => stopIfRefused(error, client, stop),
    debug: (message) => context.logger.debug(message),
  });
  const report = new ReadReport({ streams: sync.streams, unknown: refused, client, limits }, context);
  await report.during(() => sync.run());
  for (const collected of notices) {
    const notice = collected.notice();
    if (notice !== undefined) context.logger.info(notice);
  }
  return sync.isComplete && unknown.length === 0 ? 0 : 1;
}

/** All streams, with the custom object types and the report datasets that the configured catalog names. */
function streamsIn({ config, streams }: ReadContext): readonly Stream<unknown>[] {
  const names = streams.map(({ name }) => name);
  return streamsOf({
    ...config,
    customObjectTypes: customObjectTypesIn(names),
    reportDatasets: reportDatasetsIn(names),
  });
}

type SharedContext = Omit<WalkContext, 'lease' | 'streams'>;

async function openWorkspace(
  client: IntercomClient,
  signal: AbortSignal,
  context: ReadContext,
): Promise<SharedContext> {
  const { logger, now } = context;
  const workspace = await readWorkspace(client);
  return {
    api: client,
    syncStart: client.firstAnswerAt ?? Math.floor(now() / 1000),
    timeZone: workspace.timeZone,
    workspaceId: workspace.id,
    workspaceCreatedAt: workspace.createdAt,
    signal,
    warn: (message) => logger.warn(message),
    info: (message) => logger.info(message),
    debug: (message) => logger.debug(message),
  };
}

/** A walk's context: its pages count against the client's memory budget until the walk ends. */
function openWalk(walk: string, streams: readonly string[], client: IntercomClient, context: SharedContext) {
  return {
    context: { ...context, streams, lease: (options?: LeaseOptions) => client.lease(walk, options) },
    end: () => client.releaseAll(walk),
  };
}

/**
 * Ends the whole sync if `GET /me` refuses the token as well: some endpoints answer to a missing permission as they do to
 * a refused token, and that one does not.
 */
async function stopIfRefused(error: unknown, client: IntercomClient, stop: AbortController): Promise<void> {
  if (!endsSync(error) || stop.signal.aborted) return;
  await readWorkspace(client).catch((refusal: unknown) => {
    if (endsSync(refusal)) stop.abort(refusal);
  });
}

/** A mistyped stream, one of another connector, or one that a newer version has taken away. */
function noSuchStream(name: string, known: readonly string[]): string {
  const question = didYouMean(name, known);
  const advice = question === '' ? 'Refresh' : 'If not, refresh';
  return `There is no stream ${name}.${question} ${advice} the connection's schema, or deselect the stream.`;
}

/** Ends a stream that does not exist INCOMPLETE, with an ERROR trace of its own. */
async function failUnknown(status: StreamStatus, reason: string, { writer, now }: ReadContext): Promise<void> {
  await status.end('INCOMPLETE');
  await writer.write(toErrorTrace(new ConnectorError(reason, { failureType: 'config_error' }), now(), status.name));
}
