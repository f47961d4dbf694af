import { once } from 'node:events';
import { Changes } from './control/changes.ts';
import { controlEndpoint } from './control/endpoint.ts';
import { CallLog } from './http/call-log.ts';
import { Faults } from './http/faults.ts';
import { apiServer } from './http/server.ts';
import type { Row } from './json.ts';
import { change as changeSettings, type SandboxOptions, settle } from './settings.ts';
import { countTruth, type StreamName, truth } from './truth.ts';
import { Workspace } from './workspace.ts';

export type { Resource, SandboxOptions } from './settings.ts';
export type { StreamName } from './truth.ts';

export interface Sandbox {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly token: string;
  /** The workspace's clock, Unix seconds. */
  readonly now: () => number;
  /** What the API holds now for this stream, as raw API objects; children carry their parent's id. */
  truth(stream: StreamName): Iterable<Row>;
  /** How many rows `truth` gives. */
  count(stream: StreamName): number;
  readonly calls: CallLog;
  readonly change: Changes;
  readonly faults: Faults;
  /** Puts options in force that don't concern the data itself. */
  set(options: SandboxOptions): void;
  /** Cuts all connections and stops listening. */
  close(): Promise<void>;
}

/** Opens an Intercom workspace on the loopback address; it serves until it is closed. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = settle(options);
  const workspace = new Workspace(settings);
  const parts = { workspace, calls: new CallLog(), faults: new Faults(), changes: new Changes(workspace) };
  const server = apiServer({ ...parts, control: controlEndpoint(parts) });
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The sandbox has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    token: settings.token,
    now: settings.now,
    truth: (stream) => truth(workspace, stream),
    count: (stream) => countTruth(workspace, stream),
    calls: parts.calls,
    change: parts.changes,
    faults: parts.faults,
    set: (changed) => changeSettings(settings, changed),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
