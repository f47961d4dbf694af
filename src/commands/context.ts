import type { Writable } from 'node:stream';
import type { Logger } from 'winston';
import type { ConfiguredStream } from '../airbyte/configured-catalog.ts';
import type { MessageWriter } from '../airbyte/message-writer.ts';
import type { SecretMask } from '../airbyte/secret-mask.ts';
import type { StateByStream } from '../airbyte/state.ts';
import type { Config } from '../config/config.ts';

/** What the process hands down: nothing below it reads the environment or the standard streams. */
export interface Environment {
  readonly writer: MessageWriter;
  readonly mask: SecretMask;
  /** Aborts when the process is told to stop or its reader has gone. */
  readonly signal: AbortSignal;
  /** Replaces the region's address; from the process only, unchecked. */
  readonly apiUrl: string | undefined;
  readonly isDebug: boolean;
  /** Unix time in ms. */
  readonly now: () => number;
  readonly stderr: Writable;
  /** True when a person watches stderr while stdout goes elsewhere. */
  readonly isWatched: boolean;
}

/** What each command is given. */
export interface CommandContext extends Environment {
  readonly logger: Logger;
  readonly config: Config;
}

/** What `read` is given beside that. */
export interface ReadContext extends CommandContext {
  readonly streams: readonly ConfiguredStream[];
  readonly state: StateByStream;
  /** Whether and how to show progress on stderr. */
  readonly progress: 'none' | 'lines' | 'display';
}

/** The commands that talk to Intercom. Each writes its messages, and resolves with the exit code or throws. */
export interface Source {
  check(context: CommandContext): Promise<number>;
  discover(context: CommandContext): Promise<number>;
  read(context: ReadContext): Promise<number>;
}
