import type { Sandbox } from '../../sandbox/sandbox.ts';
import { inProcess } from './in-process.ts';
import { type Content, InputFiles } from './input-files.ts';
import { catalogOf, customObjectTypes, reportDatasets, type SyncMode } from './inputs.ts';
import type { Outcome } from './outcome.ts';

export { catalogOf, type SyncMode, streamNames, streams } from './inputs.ts';

/** What one command is given. */
export interface Inputs {
  /** Fields that differ from the usual configuration; or, as text or bytes, the whole file. */
  readonly config?: object | string;
  readonly catalog?: Content;
  readonly state?: Content;
  /** Options beside the files, such as `--debug`. */
  readonly options?: readonly string[];
  /** Where the API is; default the sandbox. */
  readonly url?: string;
  /** How it is run; default as the connector was made. */
  readonly launcher?: Launcher;
}

/** A way to run a command line to its end: in this process, by the built program, in a container. */
export type Launcher = (start: Start) => Promise<Outcome>;

export interface Start {
  readonly argv: readonly string[];
  readonly apiUrl: string;
  /** Where the input files are. */
  readonly directory: string;
}

export type Command = 'check' | 'discover' | 'read';

interface ConnectorOptions {
  readonly launcher?: Launcher;
  /** Fields of every configuration beside the token. */
  readonly config?: object;
}

/** Runs commands on input files, against a sandbox. In this process unless told otherwise. */
export class Connector {
  readonly #api: Pick<Sandbox, 'url' | 'token'>;
  readonly #launcher: Launcher;
  readonly #config: object;

  constructor(api: Pick<Sandbox, 'url' | 'token'>, { launcher = inProcess(), config = {} }: ConnectorOptions = {}) {
    this.#api = api;
    this.#launcher = launcher;
    this.#config = config;
  }

  check(inputs: Inputs = {}): Promise<Outcome> {
    return this.run('check', inputs);
  }

  discover(inputs: Inputs = {}): Promise<Outcome> {
    return this.run('discover', inputs);
  }

  /** Reads these streams in this mode, or what the catalog says. */
  read(names: readonly string[], mode: SyncMode, inputs: Inputs = {}): Promise<Outcome> {
    return this.run('read', { catalog: catalogOf(names, mode), ...inputs });
  }

  async run(command: Command, inputs: Inputs): Promise<Outcome> {
    const { options = [], url = this.#api.url, launcher = this.#launcher } = inputs;
    const files = await InputFiles.create();
    try {
      const argv = [command, ...options, '--config', await files.write(this.#configOf(inputs))];
      if (command === 'read') argv.push('--catalog', await files.write(inputs.catalog));
      if (command === 'read' && inputs.state !== undefined) argv.push('--state', await files.write(inputs.state));
      return await launcher({ argv, apiUrl: url, directory: files.directory });
    } finally {
      await files.remove();
    }
  }

  #configOf({ config = {} }: Inputs): Content {
    return typeof config === 'string'
      ? config
      : {
          access_token: this.#api.token,
          custom_object_types: customObjectTypes,
          report_datasets: reportDatasets,
          ...this.#config,
          ...config,
        };
  }
}
