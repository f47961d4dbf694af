import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { activityLogSchema } from '../../src/schemas/activity-log.ts';
import { adminSchema } from '../../src/schemas/admin.ts';
import { companySchema } from '../../src/schemas/company.ts';
import { companySegmentSchema } from '../../src/schemas/company-segment.ts';
import { contactSchema } from '../../src/schemas/contact.ts';
import { conversationSchema } from '../../src/schemas/conversation.ts';
import { conversationPartSchema } from '../../src/schemas/conversation-part.ts';
import { dataAttributeSchema } from '../../src/schemas/data-attribute.ts';
import { segmentSchema } from '../../src/schemas/segment.ts';
import { tagSchema } from '../../src/schemas/tag.ts';
import { teamSchema } from '../../src/schemas/team.ts';
import { ticketSchema } from '../../src/schemas/ticket.ts';
import {
  activityLogColumns,
  adminColumns,
  companyColumns,
  companySegmentColumns,
  contactColumns,
  conversationColumns,
  conversationPartColumns,
  ticketColumns,
} from '../../src/streams/columns.ts';
import type { Row } from '../../src/streams/stream.ts';

export interface CoreStream {
  readonly name: string;
  readonly schema: z.ZodObject;
  /** The rows of the stream's fixture. */
  readonly rows: readonly Row[];
  /** What is required in each row: keys and cursor. */
  readonly required: readonly string[];
}

/** The thirteen streams that Airbyte's own connector has too. */
export const CORE_STREAMS: readonly CoreStream[] = [
  coreStream('activity_logs', activityLogSchema, ['id', 'created_at'], activityLogColumns),
  coreStream('admins', adminSchema, ['id'], adminColumns),
  coreStream('tags', tagSchema, ['id']),
  coreStream('teams', teamSchema, ['id']),
  coreStream('segments', segmentSchema, ['id', 'updated_at']),
  coreStream('companies', companySchema, ['id', 'updated_at'], companyColumns),
  coreStream('company_attributes', dataAttributeSchema, ['full_name']),
  coreStream('contact_attributes', dataAttributeSchema, ['full_name']),
  coreStream('contacts', contactSchema, ['id', 'updated_at'], contactColumns),
  coreStream('conversations', conversationSchema, ['id', 'updated_at'], conversationColumns),
  {
    name: 'conversation_parts',
    schema: conversationPartSchema,
    rows: fixture('conversation_parts').flatMap((conversation) =>
      partsOf(conversation).map((part) => conversationPartColumns(part, conversation)),
    ),
    required: ['conversation_id', 'id', 'updated_at'],
  },
  {
    name: 'company_segments',
    schema: companySegmentSchema,
    rows: z
      .array(z.object({ segment: z.looseObject({}), company: z.looseObject({}) }))
      .parse(fixture('company_segments'))
      .map(({ segment, company }) => companySegmentColumns(segment, company)),
    required: ['company_id', 'id', 'updated_at'],
  },
  coreStream('tickets', ticketSchema, ['id', 'updated_at'], ticketColumns),
];

/** Records as the API sends them. */
export function fixture(name: string): readonly Row[] {
  const text = readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8');
  return z.array(z.looseObject({})).parse(JSON.parse(text));
}

function coreStream(
  name: string,
  schema: z.ZodObject,
  required: readonly string[],
  toColumns: (record: Row) => Row = (record) => record,
): CoreStream {
  return { name, schema, rows: fixture(name).map(toColumns), required };
}

function partsOf(conversation: Row): readonly Row[] {
  const body = z.looseObject({ conversation_parts: z.object({ conversation_parts: z.array(z.looseObject({})) }) });
  return body.parse(conversation).conversation_parts.conversation_parts;
}
