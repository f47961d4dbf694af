import { connectionStatusMessage } from '../airbyte/messages.ts';
import { ConnectorError, endsSync } from '../errors.ts';
import { type Api, ApiError, type ApiRequest, isGone } from '../intercom/api.ts';
import { permissionsFor } from '../intercom/permissions.ts';
import { readWorkspace, type Workspace } from '../intercom/workspace.ts';
import { streamsOf } from '../streams/registry.ts';
import type { Stream } from '../streams/stream.ts';
import type { CommandContext } from './context.ts';
import { openClient } from './open-client.ts';

/**
 * Succeeds with a good token, with a warning for each permission that it lacks and the streams that this costs. Fails when
 * no stream can be read. Rejects with what the user has to do when Intercom refuses the token or can't be reached.
 */
export async function check(context: CommandContext): Promise<number> {
  const client = openClient(context, { signal: context.signal, patience: 'check' });
  const workspace = await readWorkspace(client);
  warnOfRegion(workspace, context);
  const now = client.firstAnswerAt ?? Math.floor(context.now() / 1000);
  const probes = probesOf(streamsOf(context.config), now);
  const failures = await Promise.all([...probes.values()].map((probe) => tryProbe(probe, client)));
  const warnings = warningsOf(failures.flat());
  for (const warning of warnings) context.logger.warn(warning);
  // Each failed probe costs all of its streams, and a stream with two probes needs both.
  const isReadable = streamsIn([...probes.values()]).size > streamsIn(failures.flat()).size;
  await context.writer.write(
    isReadable ? connectionStatusMessage() : connectionStatusMessage(nothingReadable(failures.flat())),
  );
  return 0;
}

function streamsIn(probes: readonly Probe[]): ReadonlySet<string> {
  return new Set(probes.flatMap(({ streams }) => streams));
}

/** The warnings name every stream; here a few reasons are enough. */
function nothingReadable(failures: readonly FailedProbe[]): string {
  const reasons = [...new Set(failures.map(({ error }) => error.message))];
  const others = reasons.length - MOST_REASONS;
  const more = others > 0 ? ` And ${others} more: the log names the streams of each.` : '';
  return `No stream can be read with this access token. ${reasons.slice(0, MOST_REASONS).join(' ')}${more}`;
}

const MOST_REASONS = 3;

interface Probe {
  readonly request: ApiRequest;
  readonly isNotFoundNormal: boolean;
  readonly permissions: readonly string[];
  readonly streams: string[];
}

/** Streams that read the same resource share a probe. One that is read for each record of another takes both permissions. */
function probesOf(streams: readonly Stream<unknown>[], now: number): Map<string, Probe> {
  const probes = new Map<string, Probe>();
  const add = (stream: string, probe: Omit<Probe, 'streams'>) => {
    const key = JSON.stringify(probe.request);
    const known = probes.get(key) ?? { ...probe, streams: [] };
    known.streams.push(stream);
    probes.set(key, known);
  };
  for (const { name, walk, permissions } of streams) {
    const { isProbeNotFoundNormal: isNotFoundNormal = false } = walk;
    add(name, { request: walk.probe(now), isNotFoundNormal, permissions });
    const request = walk.parentProbe?.(now);
    if (request !== undefined) {
      add(name, { request, isNotFoundNormal: false, permissions: permissionsFor(request.path) });
    }
  }
  return probes;
}

interface FailedProbe extends Probe {
  readonly error: ConnectorError;
}

async function tryProbe(probe: Probe, api: Api): Promise<readonly FailedProbe[]> {
  try {
    await api.send(probe.request, 'check');
    return [];
  } catch (error) {
    if (probe.isNotFoundNormal && isGone(error)) return [];
    if (endsSync(error) || !(error instanceof ConnectorError)) throw error;
    return [{ ...probe, error }];
  }
}

/** One for each missing permission, whatever it costs, and for each other failure. */
function warningsOf(failures: readonly FailedProbe[]): readonly string[] {
  const byReason = new Map<string, FailedProbe[]>();
  for (const failure of failures) {
    const { error, permissions } = failure;
    const reason = (error instanceof ApiError && error.isMissingPermission && permissions.join()) || error.message;
    byReason.set(reason, [...(byReason.get(reason) ?? []), failure]);
  }
  return [...byReason.values()].map((alike) => {
    const streams = new Set(alike.flatMap((failure) => failure.streams));
    return `Not readable now: ${[...streams].join(', ')}. ${alike[0]?.error.message}`;
  });
}

function warnOfRegion({ region }: Workspace, { config, apiUrl, logger }: CommandContext): void {
  if (region === undefined || region === config.region || apiUrl) return;
  logger.warn(
    `The workspace is in the region ${region}, but the configuration says ${config.region}. Choose ${region}, so that data takes the shortest way.`,
  );
}
