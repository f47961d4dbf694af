import { catalog } from './catalog.ts';
import { check } from './check.ts';
import type { Source } from './context.ts';
import { discover } from './discover.ts';
import { read } from './read.ts';

export const source: Source = { check, discover, catalog, read };
