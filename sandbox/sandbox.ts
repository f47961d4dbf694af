import { once } from 'node:events';
import { type Changes, changesOf } from './control/changes.ts';
import { controlEndpoint } from './control/endpoint.ts';
import { CallLog } from './http/call-log.ts';
import { Faults } from './http/faults.ts';
import { apiServer } from './http/server.ts';
import type { Row } from './json.ts';
import { demoSizes, resources, routes, type SizeName } from './resources/all.ts';
import { change as changeSettings, type LiveOptions, type Options, settle } from './settings.ts';
import { countTruth, type StreamName, truth } from './truth.ts';
import { Workspace } from './workspace.ts';

export type { StreamName } from './truth.ts';

/** What `settings.ts` declares, and how many rows of each kind are generated. */
export interface SandboxOptions extends Options {
  readonly sizes?: Readonly<Partial<Record<SizeName, number>>>;
}

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
  set(options: LiveOptions): void;
  /** Cuts all connections and stops listening. */
  close(): Promise<void>;
}

/** Opens an Intercom workspace on the loopback address; it serves until it is closed. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const settings = settle(options, demoSizes);
  const workspace = new Workspace(settings);
  for (const { open } of resources) open?.(workspace);
  const parts = { workspace, calls: new CallLog(), faults: new Faults(), changes: changesOf(workspace) };
  const server = apiServer({ ...parts, routes, control: controlEndpoint(parts) });
  server.listen(settings.port, '127.0.0.1');
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
