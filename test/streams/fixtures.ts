import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Row } from '../../src/rows/row.ts';
import { type RowSource, rowShaper } from '../../src/rows/row-shaper.ts';
import { ChildStream, EmbeddedListStream } from '../../src/streams/child-stream.ts';
import { streamsOf } from '../../src/streams/registry.ts';
import type { Stream } from '../../src/streams/stream.ts';

/** A registered stream and the rows that it makes of its fixture. */
export interface FixedStream {
  readonly name: string;
  readonly stream: Stream<unknown>;
  readonly rows: readonly Row[];
}

const options = { activityLogsTimeStepDays: 30, customObjectTypes: ['Order'], reportDatasets: ['conversation'] };

/** The parent of all children. */
const PARENT = { id: '1', conversation_id: '2', created_at: 1, updated_at: 2 };

export const FIXED_STREAMS: readonly FixedStream[] = streamsOf(options).map((stream) => ({
  name: stream.name,
  stream,
  rows: fixture(stream.name)
    .flatMap((record) => stream.rows(asRecord(stream, record)))
    .map(columnsOf(stream)),
}));

/** Gives a stream's rows the form of its columns. Throws where one can't be converted. */
export function columnsOf(stream: RowSource): (row: Row) => Row {
  const shape = rowShaper(stream, {
    jsonSchema: {},
    messageBodies: 'html',
    warn: (message) => {
      throw new Error(message);
    },
  });
  return (row) => shape(row).row;
}

/** Records as the API sends them: one that has everything, one that has next to nothing. */
export function fixture(name: string): readonly Row[] {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
  return z.array(z.looseObject({})).parse(JSON.parse(text));
}

/** What a walk makes of a record in an answer: children come with their parent. */
export function asRecord(stream: Stream<unknown>, body: Row): unknown {
  if (stream.name === 'conversation_parts') return { parent: body, body };
  const bringsChildren = stream instanceof ChildStream && !(stream instanceof EmbeddedListStream);
  return bringsChildren && !('isBare' in stream.walk) ? { parent: PARENT, body, position: 0 } : body;
}
