import type { Body } from '../../intercom/api.ts';
import { isObject } from '../../json.ts';
import { assignee, inside, toInteger } from '../../rows/convert.ts';
import { conversationSchema } from '../../schemas/conversation.ts';
import { recordsOf } from '../../walks/pages.ts';
import { companyBodies, companyConversions } from '../companies/companies.ts';
import { RecordStream } from '../stream.ts';
import { conversations } from './walks.ts';

export class Conversations extends RecordStream {
  readonly name = 'conversations';
  readonly description = 'A conversation, with the message that opened it.';
  readonly source = 'search, 150 records a call';
  readonly schema = conversationSchema;
  readonly walk = conversations;
  override readonly cursorField = 'updated_at';
  override readonly isBounded = true;
  override readonly attributes = {
    request: { method: 'GET', path: '/conversations/attributes' },
    property: 'custom_attributes',
    definitions: (body: Body) => recordsOf(body, ['data'], '/conversations/attributes'),
  } as const;
  override readonly conversions = {
    priority: (level: unknown) => PRIORITY_OF_LEVEL.get(level) ?? level,
    admin_assignee_id: assignee(toInteger),
    team_assignee_id: assignee(toInteger),
    teammates: toParticipants,
    conversation_rating: inside({ teammate: inside({ id: toInteger }) }),
    statistics: inside({ last_closed_by_id: toInteger }),
    company: inside(companyConversions),
  };
  override readonly derived = {
    priority_level: ({ priority }: Body) => (PRIORITY_OF_LEVEL.has(priority) ? priority : undefined),
  };
  override readonly bodies = [
    'source.body',
    'source.email_message_metadata.history',
    ...companyBodies.map((path) => `company.${path}`),
  ];
  override readonly subjects = [
    'title',
    'source.subject',
    'source.email_message_metadata.subject',
    'conversation_rating.remark',
    'ai_agent.rating_remark',
    'monitor_evaluations[].explanation',
    'scorecards[].evaluators[].result.reasoning',
    'scorecards[].evaluators[].result.other_text',
  ];
}

/** Which levels count as priority is our reading: the API doesn't say how its two values became five. */
const PRIORITY_OF_LEVEL: ReadonlyMap<unknown, string> = new Map([
  ['none', 'not_priority'],
  ['low', 'not_priority'],
  ['medium', 'not_priority'],
  ['high', 'priority'],
  ['urgent', 'priority'],
]);

/** The API documents the list of participants as `teammates`, and sends it as `admins`. */
function toParticipants(value: unknown): unknown {
  if (!isObject(value) || value.teammates === undefined) return value;
  const { teammates, ...envelope } = value;
  return { ...envelope, admins: envelope.admins ?? teammates };
}
