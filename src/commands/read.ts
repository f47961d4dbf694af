import { toErrorTrace } from '../airbyte/error-trace.ts';
import { startSeconds } from '../config/config.ts';
import { StreamStatus } from '../engine/stream-status.ts';
import { Sync } from '../engine/sync.ts';
import { ConnectorError, endsSync } from '../errors.ts';
import type { IntercomClient } from '../intercom/http/client.ts';
import type { LeaseOptions } from '../intercom/pace/memory-budget.ts';
import { readWorkspace } from '../intercom/workspace.ts';
import { customObjectTypesIn } from '../streams/custom-objects.ts';
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
  const { selections, unknown, notices } = select(streamsIn(context), start, walkContext.syncStart, context);
  const statusOf = (name: string) => statuses.find((status) => status.name === name) ?? new StreamStatus(name, context);
  for (const name of unknown) await failUnknown(statusOf(name), context);
  const sync = new Sync(selections, {
    statusOf,
    openWalk: (walk, streams) => openWalk(walk, streams, client, walkContext),
    writer: context.writer,
    now: context.now,
    stopSignal: context.signal,
    onFailure: (error) => stopIfRefused(error, client, stop),
    debug: (message) => context.logger.debug(message),
  });
  await new ReadReport(sync, client, context).during(() => sync.run());
  for (const collected of notices) {
    const notice = collected.notice();
    if (notice !== undefined) context.logger.info(notice);
  }
  return sync.isComplete && unknown.length === 0 ? 0 : 1;
}

/** The streams of a workspace whose types of custom objects are those that the configured catalog has. */
function streamsIn({ config, streams }: ReadContext): readonly Stream<unknown>[] {
  return streamsOf({ ...config, customObjectTypes: customObjectTypesIn(streams.map(({ name }) => name)) });
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

/** A refused token ends the whole sync only if it is refused where no permission is asked for. */
async function stopIfRefused(error: unknown, client: IntercomClient, stop: AbortController): Promise<void> {
  if (!endsSync(error) || stop.signal.aborted) return;
  await readWorkspace(client).catch((refusal: unknown) => {
    if (endsSync(refusal)) stop.abort(refusal);
  });
}

/** A stream of another connector, or one that a newer version has taken away: told, and the others are read. */
async function failUnknown(status: StreamStatus, { writer, now }: ReadContext): Promise<void> {
  const { name } = status;
  const message = `There is no stream ${name}. Refresh the connection's schema, or deselect the stream.`;
  await status.end('INCOMPLETE');
  await writer.write(toErrorTrace(new ConnectorError(message, { failureType: 'config_error' }), now(), name));
}
