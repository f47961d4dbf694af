import type { z } from 'zod';
import type { Body } from '../intercom/api.ts';
import type { Walk } from '../walks/walk.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A table: it names the walk that feeds it and turns one record of that walk into its rows. */
export abstract class Stream<R = Body> {
  abstract readonly name: string;
  abstract readonly schema: z.ZodObject;
  abstract readonly walk: Walk<R>;
  readonly primaryKey: readonly string[] = ['id'];
  /** Absent: full refresh only. */
  readonly cursorField?: string;

  /** Pure. Rows are what the API sent, plus named additions. */
  abstract rows(record: R): readonly Row[];
}
