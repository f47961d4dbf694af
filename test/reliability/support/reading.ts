import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { Connector, type Inputs } from '../../support/connector.ts';
import { type SyncMode, streamNames, suitableCatalogOf } from '../../support/inputs.ts';
import type { Outcome } from '../../support/outcome.ts';
import { wholeSpan } from '../../support/workspaces.ts';

interface Reading extends Inputs {
  /** Default: all. */
  readonly names?: readonly string[];
  /** Of the streams that can be incremental. Default `incremental`. */
  readonly mode?: SyncMode;
}

/** Reads everything that the workspace holds, each stream in the mode that it has. */
export function read(sandbox: Sandbox, reading: Reading = {}): Promise<Outcome> {
  const { names = streamNames, mode = 'incremental', ...inputs } = reading;
  const connector = new Connector(sandbox, { config: wholeSpan(sandbox) });
  return connector.read(names, mode, { catalog: suitableCatalogOf(names, mode), ...inputs });
}
