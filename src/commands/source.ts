import type { Source } from '../cli/run-command.ts';
import { check } from './check.ts';
import { discover } from './discover.ts';
import { read } from './read.ts';

/** The commands that talk to Intercom. */
export const source: Source = { check, discover, read };
