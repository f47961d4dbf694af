import type { Source } from './commands.ts';
import { check } from './source/check.ts';
import { discover } from './source/discover.ts';
import { read } from './source/read.ts';

/** The commands that talk to Intercom. */
export const source: Source = { check, discover, read };
