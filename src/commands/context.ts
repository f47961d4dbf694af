import type { Logger } from 'winston';
import type { ConfiguredStream } from '../airbyte/configured-catalog.ts';
import type { MessageWriter } from '../airbyte/message-writer.ts';
import type { SyncMode } from '../airbyte/messages.ts';
import type { SecretMask } from '../airbyte/secret-mask.ts';
import type { StateByStream } from '../airbyte/state.ts';
import type { Config } from '../config/config.ts';
import type { Screen } from '../terminal/screen.ts';

/** What the process hands down. Nothing below it reads the environment, except for the proxy's variables in `intercom/http/`. */
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
  /** Where a person is told how it goes; undefined where nobody asked for that, and stderr stays empty. */
  readonly screen: Screen | undefined;
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
  /** Whether and how to show progress on the screen: a table that is redrawn in place, or a line now and then. */
  readonly display: 'none' | 'lines' | 'table';
}

/** What `catalog` is given beside the common part. */
export interface CatalogContext extends CommandContext {
  /** Default: all streams. */
  readonly chosen: readonly string[] | undefined;
  readonly mode: SyncMode;
}

/** The commands that talk to Intercom. Each writes its messages, and resolves with the exit code or throws. */
export interface Source {
  check(context: CommandContext): Promise<number>;
  discover(context: CommandContext): Promise<number>;
  catalog(context: CatalogContext): Promise<number>;
  read(context: ReadContext): Promise<number>;
}
