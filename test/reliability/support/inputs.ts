import type { Sandbox, SandboxOptions } from '../../../sandbox/sandbox.ts';
import { type Row, streams } from './printed.ts';

export const allNames: readonly string[] = streams.map(({ name }) => name);
const cursors = new Map(streams.map(({ name, cursorField }) => [name, cursorField]));

export type Mode = 'incremental' | 'full_refresh';

export interface ReadInputs {
  readonly sandbox: Sandbox;
  /** Default: all thirteen. */
  readonly names?: readonly string[];
  /** Of the streams that can be incremental. Default `incremental`. */
  readonly mode?: Mode;
  readonly state?: readonly Row[];
  readonly config?: Row;
}

/** Everything in the sandbox was made and changed within so many days, all of which a read covers. */
const SPAN_DAYS = 80;

/** A workspace in which a full read takes some hundred calls, unless other sizes are asked for. */
export function workspaceOf(options: SandboxOptions = {}): SandboxOptions {
  return {
    spanDays: SPAN_DAYS,
    ...options,
    sizes: {
      contacts: 500,
      companies: 250,
      conversations: 40,
      tickets: 200,
      activity_logs: 700,
      ...options.sizes,
    },
  };
}

export function configOf({ sandbox, config }: ReadInputs): Row {
  const startDate = new Date((sandbox.now() - (SPAN_DAYS + 10) * 86_400) * 1000);
  return {
    access_token: sandbox.token,
    start_date: startDate.toISOString().replace(/\.\d+Z/, 'Z'),
    ...config,
  };
}

export function catalogOf({ names = allNames, mode = 'incremental' }: ReadInputs): Row {
  return {
    streams: names.map((name) => ({
      stream: { name, json_schema: {}, supported_sync_modes: ['full_refresh', 'incremental'] },
      sync_mode: cursors.get(name) === undefined ? 'full_refresh' : mode,
      destination_sync_mode: 'append',
    })),
  };
}
