import { toErrorTrace } from '../airbyte/error-trace.ts';
import { streamStatusTrace } from '../airbyte/messages.ts';
import { startSeconds } from '../config/config.ts';
import { Read } from '../engine/sync.ts';
import { ConnectorError } from '../errors.ts';
import { isTokenRefused } from '../intercom/http/api-errors.ts';
import type { IntercomClient } from '../intercom/http/client.ts';
import { Lease } from '../intercom/pace/memory-budget.ts';
import { readWorkspace } from '../intercom/workspace.ts';
import { streamsOf } from '../streams/registry.ts';
import type { WalkContext } from '../walks/walk.ts';
import type { ReadContext } from './context.ts';
import { openClient } from './open-client.ts';
import { ReadReport } from './read-report.ts';
import { select } from './select.ts';

/** Reads the configured streams side by side; 0 when all of them are complete. */
export async function read(run: ReadContext): Promise<number> {
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  let report: ReadReport | undefined;
  const client = openClient(run, {
    signal,
    onHold: (hold) => report?.hold(hold),
    onRelease: () => report?.release(),
  });
  const context = await contextOf(client, signal, run).catch(async (error: unknown) => {
    for (const { name } of run.signal.aborted ? [] : run.streams) await markIncomplete(name, run);
    throw error;
  });
  const start = startSeconds(run.config, context.syncStart);
  const { selections, unknown } = select(streamsOf(run.config), start, context.syncStart, run);
  await failUnknown(unknown, run);
  const reading = new Read(selections, {
    context,
    writer: run.writer,
    now: run.now,
    stopSignal: run.signal,
    onFailure: (error) => stopIfRefused(error, client, stop),
  });
  report = new ReadReport(reading, client, run);
  await report.during(() => reading.run());
  return reading.isComplete && unknown.length === 0 ? 0 : 1;
}

async function contextOf(
  client: IntercomClient,
  signal: AbortSignal,
  { logger, now }: ReadContext,
): Promise<WalkContext> {
  const workspace = await readWorkspace(client);
  return {
    api: client,
    lease: (options) => new Lease('read', options),
    syncStart: client.firstAnswerAt ?? Math.floor(now() / 1000),
    timeZone: workspace.timeZone,
    workspaceCreatedAt: workspace.createdAt,
    signal,
    warn: (message) => logger.warn(message),
    info: (message) => logger.info(message),
  };
}

/** A refused token ends the whole sync only if it is refused where no permission is asked for. */
async function stopIfRefused(error: unknown, client: IntercomClient, stop: AbortController): Promise<void> {
  if (!isTokenRefused(error) || stop.signal.aborted) return;
  await readWorkspace(client).catch((refusal: unknown) => {
    if (isTokenRefused(refusal)) stop.abort(refusal);
  });
}

/** A stream of another connector, or one that a newer version has taken away: told, and the others are read. */
async function failUnknown(names: readonly string[], run: ReadContext): Promise<void> {
  for (const name of names) {
    const message = `There is no stream ${name}. Refresh the connection's schema, or deselect the stream.`;
    await markIncomplete(name, run);
    await run.writer.write(toErrorTrace(new ConnectorError(message, { failureType: 'config_error' }), run.now(), name));
  }
}

/** All statuses of a stream that could not begin. */
async function markIncomplete(name: string, { writer, now }: ReadContext): Promise<void> {
  for (const status of ['STARTED', 'RUNNING', 'INCOMPLETE'] as const) {
    await writer.write(streamStatusTrace(name, status, now()));
  }
}
