import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { discover, type Launcher, run } from '../connector.ts';
import type { CatalogStream } from '../lib/messages.ts';
import type { Printed } from '../lib/printed.ts';

/** Runs the connector with inputs that it writes into a folder. */
export class Reader {
  readonly #connector: Launcher;
  readonly #folder: string;
  readonly #folderInside: string;

  /** `folderInside`: where the connector finds the folder; in a container that is another path. */
  constructor(connector: Launcher, folder: string, folderInside = folder) {
    this.#connector = connector;
    this.#folder = folder;
    this.#folderInside = folderInside;
  }

  async discover(config: object): Promise<readonly CatalogStream[]> {
    return discover(this.#connector, await this.#put('config.json', config), this.#output('discover'));
  }

  /** Reads with the configuration of the discover before. Rejects unless every stream was read to its end. */
  async read(name: string, catalog: object, states?: readonly object[]): Promise<Printed> {
    const args = ['read', '--config', join(this.#folderInside, 'config.json')];
    args.push('--catalog', await this.#put(`${name}-catalog.json`, catalog));
    if (states) args.push('--state', await this.#put(`${name}-state.json`, states));
    return run(this.#connector, args, this.#output(name));
  }

  async #put(name: string, content: object): Promise<string> {
    await writeFile(join(this.#folder, name), JSON.stringify(content));
    return join(this.#folderInside, name);
  }

  #output(name: string): string {
    return join(this.#folder, `${name}.jsonl`);
  }
}
