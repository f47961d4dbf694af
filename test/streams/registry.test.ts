import { describe, expect, it } from 'vitest';
import { toJsonSchema } from '../../src/airbyte/json-schema.ts';
import { customObjectTypesIn } from '../../src/streams/custom-objects.ts';
import { reportDatasetsIn } from '../../src/streams/exports/report.ts';
import { isBoundedByStartDate, streamsOf } from '../../src/streams/registry.ts';
import { pathsOfSchema } from '../schemas/json-schema-paths.ts';

const streams = streamsOf({
  activityLogsTimeStepDays: 30,
  customObjectTypes: ['Order'],
  reportDatasets: ['conversation'],
});
const names = streams.map(({ name }) => name);

it('names each stream once', () => {
  expect(names.length).toBeGreaterThan(12);
  expect(new Set(names).size).toBe(names.length);
});

it('lets the start date bound what the form says that it bounds, and no list or company', () => {
  const bounded = new Set(streams.filter((stream) => isBoundedByStartDate(stream, streams)).map(({ name }) => name));

  const yes = ['activity_logs', 'calls', 'contacts', 'conversations', 'conversation_parts', 'message_receipts'];
  for (const name of [...yes, 'deleted_conversations', 'report_conversation', 'tickets']) {
    expect([name, bounded.has(name)]).toEqual([name, true]);
  }
  const no = ['admins', 'articles', 'companies', 'company_segments', 'contact_attributes', 'custom_object_Order'];
  for (const name of [...no, 'macros', 'segments', 'tags', 'teams']) {
    expect([name, bounded.has(name)]).toEqual([name, false]);
  }
});

/** The names of properties with texts that a person may have written. */
const WRITTEN =
  /(^|\.)(body|body_text|body_markdown|html|subject|title|text|\w*remark|history|previous|reasoning|explanation|\w+_text)$/;

/** Texts for readers, such as articles and saved replies, and names of content: not messages. */
function isPublished(stream: string, path: string): boolean {
  const content = [
    'articles',
    'content_snippets',
    'external_pages',
    'internal_articles',
    'macros',
    'news_items',
    'newsfeed_items',
  ];
  return content.includes(stream) || path === 'ai_agent.source_title' || path.startsWith('ai_agent.content_sources');
}

describe.each(streams)('$name', (stream) => {
  const { name, walk, parent, schema } = stream;
  const paths = pathsOfSchema(toJsonSchema(schema));

  it('says in a sentence what a row is, and in a few words how it is read', () => {
    expect(stream.description).toMatch(/^[A-Z].+\.$/);
    expect(stream.source).toMatch(/[^.]$/);
  });

  it('says which permission it takes, unless Intercom documents none', () => {
    expect(stream.permissions.length === 0).toBe(
      ['brands', 'data_connector_executions', 'data_connectors', 'emails'].includes(name),
    );
  });

  it('finds itself again by its own name in a configured catalog', () => {
    const fromCatalog = { customObjectTypes: customObjectTypesIn([name]), reportDatasets: reportDatasetsIn([name]) };
    expect(streamsOf({ activityLogsTimeStepDays: 30, ...fromCatalog }).map((one) => one.name)).toContain(name);
  });

  it('has one walk, which streams of the same records share', () => {
    expect(stream.walk).toBe(walk);
    const namesakes = streams.filter((other) => other.walk.name === walk.name);
    expect(new Set(namesakes.map((other) => other.walk)).size).toBe(1);
  });

  it('bounds by the start date only what has a time to compare', () => {
    if (stream.isBounded) expect(paths.get(String(stream.cursorField))).toBe('integer');
  });

  it('has only bodies that are text in its schema, or objects of which nothing is known', () => {
    const isOpen = (path: string) => ![...paths.keys()].some((column) => column.startsWith(`${path}.`));
    const types = stream.bodies.map((path) =>
      paths.get(path) === 'object' && isOpen(path) ? 'string' : paths.get(path),
    );
    expect(types).toEqual(stream.bodies.map(() => 'string'));
  });

  it('has only subjects that its schema has, or that are in an object of which nothing is known', () => {
    const isDeclared = (path: string) => paths.has(path) || /^ticket_attributes\._default_/.test(path);
    expect(stream.subjects.filter((path) => !isDeclared(path))).toEqual([]);
  });

  it('tells all texts in it that people wrote to each other', () => {
    const told = [...stream.bodies, ...stream.subjects];
    const isTold = (path: string) => told.some((one) => path === one || path.startsWith(`${one}.`));
    const texts = [...paths].filter(([path, type]) => type === 'string' && WRITTEN.test(path)).map(([path]) => path);
    expect(texts.filter((path) => !isTold(path) && !isPublished(name, path))).toEqual([]);
  });

  it('converts and derives only columns that its schema has', () => {
    const columns = [...Object.keys(stream.conversions), ...Object.keys(stream.derived)];
    expect(columns.filter((column) => !paths.has(column))).toEqual([]);
  });

  if (parent === undefined) return;

  it('names in its columns a parent that is a stream', () => {
    expect(names).toContain(parent.stream);
    expect(name).not.toBe(parent.stream);
    expect(paths.get(parent.key)).toBe('string');
    if (parent.changedAt !== undefined) expect(paths.get(parent.changedAt)).toBe('integer');
  });
});
