import { connectionStatusMessage } from '../airbyte/messages.ts';
import type { Run } from '../commands.ts';
import { ConnectorError } from '../errors.ts';
import type { Api, ApiRequest } from '../intercom/api.ts';
import { isTokenRefused } from '../intercom/api-errors.ts';
import { readWorkspace, type Workspace } from '../intercom/workspace.ts';
import { allStreams } from '../streams/registry.ts';
import type { Stream } from '../streams/stream.ts';
import { connect } from './connect.ts';

/**
 * Succeeds with a good token, with a warning for each permission that it lacks and the streams that this costs. Rejects
 * with what the user has to do when Intercom refuses the token or can't be reached.
 */
export async function check(run: Run): Promise<number> {
  const client = connect(run, { signal: run.signal, patience: 'check' });
  const workspace = await readWorkspace(client);
  warnOfRegion(workspace, run);
  const now = client.firstAnswerAt ?? Math.floor(run.now() / 1000);
  const probes = probesOf(allStreams(run.config), now);
  await Promise.all([...probes.values()].map((probe) => tryProbe(probe, client, run)));
  await run.writer.write(connectionStatusMessage());
  return 0;
}

interface Probe {
  readonly request: ApiRequest;
  readonly streams: string[];
}

/** Streams that read the same resource share a probe. */
function probesOf(streams: readonly Stream<unknown>[], now: number): Map<string, Probe> {
  const probes = new Map<string, Probe>();
  for (const { name, walk } of streams) {
    const request = walk.probe(now);
    const key = JSON.stringify(request);
    const probe = probes.get(key) ?? { request, streams: [] };
    probe.streams.push(name);
    probes.set(key, probe);
  }
  return probes;
}

async function tryProbe({ request, streams }: Probe, api: Api, { logger }: Run): Promise<void> {
  try {
    await api.send(request, 'check');
  } catch (error) {
    if (isTokenRefused(error) || !(error instanceof ConnectorError)) throw error;
    logger.warn(`Not readable now: ${streams.join(', ')}. ${error.message}`);
  }
}

function warnOfRegion({ region }: Workspace, { config, apiUrl, logger }: Run): void {
  if (region === undefined || region === config.region || apiUrl) return;
  logger.warn(
    `The workspace lives in region ${region}, the configuration says ${config.region}: choose ${region}, so that data takes the direct way.`,
  );
}
