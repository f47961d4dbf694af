import { macroSchema } from '../schemas/macro.ts';
import { newestFirst } from '../walks/newest-first.ts';
import { timeIn } from '../walks/walk.ts';
import { RecordStream } from './stream.ts';

export class Macros extends RecordStream {
  readonly name = 'macros';
  readonly description = "A saved reply, as far as the token's owner may see it.";
  readonly source = '150 records a call, newest first; afterwards only what changed';
  readonly schema = macroSchema;
  override readonly cursorField = 'updated_at';
  readonly walk = newestFirst({
    name: this.name,
    path: '/macros',
    recordsAt: 'data',
    perPage: 150,
    time: (macro) => timeIn(macro, 'updated_at'),
    // The API takes it for "after", not "at or after".
    query: (from) => (from > 0 ? { updated_since: from - 1 } : {}),
  });
}
