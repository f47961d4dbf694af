import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { toErrorTrace } from '../../src/airbyte/error-trace.ts';
import { MessageWriter } from '../../src/airbyte/message-writer.ts';
import { SecretMask } from '../../src/airbyte/secret-mask.ts';
import { runCommand } from '../../src/cli/run-command.ts';
import { source } from '../../src/commands/source.ts';
import { streamsOf } from '../../src/streams/registry.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { Outcome } from './outcome.ts';

/** The types of custom objects in the sandbox. */
const customObjectTypes = ['Order', 'subscription_plan'];

export const streams: readonly Stream<unknown>[] = streamsOf({ activityLogsTimeStepDays: 30, customObjectTypes });
export const streamNames: readonly string[] = streams.map(({ name }) => name);
export const incrementalNames: readonly string[] = streams
  .filter(({ cursorField }) => cursorField !== undefined)
  .map(({ name }) => name);

export type SyncMode = 'full_refresh' | 'incremental';

/** A configured catalog of these streams, as a platform sends it. */
export function catalogOf(names: readonly string[], mode: SyncMode = 'full_refresh', schemas: Schemas = new Map()) {
  return {
    streams: names.map((name) => ({
      stream: { name, json_schema: schemas.get(name) ?? {}, supported_sync_modes: ['full_refresh', 'incremental'] },
      sync_mode: mode,
      destination_sync_mode: 'append',
    })),
  };
}

export type Schemas = ReadonlyMap<string, object>;

export interface Inputs {
  readonly config?: object;
  readonly catalog?: object;
  readonly state?: unknown;
  /** Where the API is; default the sandbox. */
  readonly url?: string;
  readonly signal?: AbortSignal;
  readonly isDebug?: boolean;
}

/** Runs commands in this process, on files as the process reads them. */
export class Connector {
  readonly #sandbox: Sandbox;
  #directory: string | undefined;
  #files = 0;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    afterAll(() => this.#directory && rm(this.#directory, { recursive: true }));
  }

  check(inputs: Inputs = {}): Promise<Outcome> {
    return this.#run('check', inputs);
  }

  discover(inputs: Inputs = {}): Promise<Outcome> {
    return this.#run('discover', inputs);
  }

  /** Reads these streams in this mode, or what the catalog says. */
  read(names: readonly string[], mode: SyncMode, inputs: Inputs = {}): Promise<Outcome> {
    return this.#run('read', { catalog: catalogOf(names, mode), ...inputs });
  }

  /** The path of a file that holds `content` as JSON. */
  async file(content: unknown): Promise<string> {
    this.#directory ??= await mkdtemp(join(tmpdir(), 'connector-'));
    this.#files += 1;
    const path = join(this.#directory, `${this.#files}.json`);
    await writeFile(path, JSON.stringify(content));
    return path;
  }

  config(changes: object = {}): object {
    return { access_token: this.#sandbox.token, custom_object_types: customObjectTypes, ...changes };
  }

  async #run(command: 'check' | 'discover' | 'read', inputs: Inputs): Promise<Outcome> {
    const { isDebug = false, signal = new AbortController().signal, url = this.#sandbox.url } = inputs;
    const configPath = await this.file(this.config(inputs.config));
    const output = new Collector();
    const mask = new SecretMask();
    const writer = new MessageWriter(output, mask);
    const environment = {
      ...{ writer, mask, signal, apiUrl: url, isDebug, now: Date.now, stderr: new Collector(), isWatched: false },
    };
    const common = { isDebug, configPath };
    const commandLine =
      command === 'read'
        ? {
            ...{ ...common, command, catalogPath: await this.file(inputs.catalog), wantsProgress: false },
            ...(inputs.state !== undefined && { statePath: await this.file(inputs.state) }),
          }
        : { ...common, command };
    const exitCode = await runCommand(commandLine, environment, async () => source).catch(async (error: unknown) => {
      await writer.write(toErrorTrace(error, Date.now()));
      return 1;
    });
    await writer.flush();
    return new Outcome(output.text, exitCode);
  }
}

class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
