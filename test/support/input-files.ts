import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a file holds: text and bytes as they are, anything else as JSON. */
export type Content = unknown;

/** Input files in a directory of their own, until they are removed. */
export class InputFiles {
  readonly directory: string;
  #count = 0;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async create(): Promise<InputFiles> {
    return new InputFiles(await mkdtemp(join(tmpdir(), 'source-intercom-')));
  }

  /** The path of a read-only file that holds `content`; its name says nothing. */
  async write(content: Content): Promise<string> {
    this.#count += 1;
    const path = join(this.directory, `${this.#count}.txt`);
    const isAsItIs = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(path, isAsItIs ? content : JSON.stringify(content), { mode: 0o444 });
    return path;
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}
