import type { Body } from '../intercom/api.ts';
import { isObject } from '../json.ts';
import { assignee, type Convert, converting, each, inside, toInteger, toText } from '../rows/convert.ts';
import type { Row } from '../rows/row.ts';

/*
 * From a record of API version 2.16 to the columns that Airbyte's own connector has, which reads version 2.11: names
 * and types stay as its users know them. Properties that are absent stay absent, those not named here pass unchanged,
 * and the record itself is never touched.
 */

/** Ids are text. */
export const activityLogColumns = converting({ id: toText, performed_by: inside({ id: toText }) });

/** `avatar` is an object with the address. */
export const adminColumns = converting({
  avatar: (avatar) => (typeof avatar === 'string' ? { image_url: avatar } : avatar),
});

/** Ids of tags are text. */
export const companyColumns = converting({ tags: inside({ tags: each(inside({ id: toText })) }) });

/** A segment as a row of its company. */
export function companySegmentColumns(segment: Body, company: Body): Row {
  return { ...segment, company_id: company.id, company_updated_at: company.updated_at ?? null };
}

/** `owner_id` is an integer, `avatar` the address alone. */
export const contactColumns = converting({
  owner_id: assignee(toInteger),
  avatar: (avatar) => (isObject(avatar) ? (avatar.image_url ?? null) : avatar),
});

/** The API documents the list of participants as `teammates`, and sends it as `admins`. */
const participants: Convert = (value) => {
  if (!isObject(value) || value.teammates === undefined) return value;
  const { teammates, ...envelope } = value;
  return { ...envelope, admins: envelope.admins ?? teammates };
};

const convertConversation = converting({
  admin_assignee_id: assignee(toInteger),
  team_assignee_id: assignee(toInteger),
  teammates: participants,
  conversation_rating: inside({ teammate: inside({ id: toInteger }) }),
  statistics: inside({ last_closed_by_id: toInteger }),
  company: (company) => (isObject(company) ? companyColumns(company) : company),
});

/** Which levels count as priority is our reading: the API doesn't say how its two values became five. */
const PRIORITY_OF_LEVEL: ReadonlyMap<unknown, string> = new Map([
  ['none', 'not_priority'],
  ['low', 'not_priority'],
  ['medium', 'not_priority'],
  ['high', 'priority'],
  ['urgent', 'priority'],
]);

/**
 * `priority` is `priority` or `not_priority`, the level beside it as `priority_level`; nobody assigned is null. Ids of
 * teammates are integers, but for the participants, who are listed as `teammates.admins`.
 */
export function conversationColumns(conversation: Body): Row {
  const row = convertConversation(conversation);
  const level = conversation.priority;
  const priority = PRIORITY_OF_LEVEL.get(level);
  return priority === undefined ? row : { ...row, priority, priority_level: level };
}

const convertPart = converting({ id: toText });

/**
 * A part as a row of its conversation, as GET /conversations/{id} sends it. Ids are text. A part without `updated_at`,
 * which is the cursor, has its `created_at` there.
 */
export function conversationPartColumns(part: Body, conversation: Body): Row {
  const parts = conversation.conversation_parts;
  return {
    ...convertPart(part),
    updated_at: part.updated_at ?? part.created_at,
    conversation_id: conversation.id,
    conversation_created_at: conversation.created_at ?? null,
    conversation_updated_at: conversation.updated_at ?? null,
    conversation_total_parts: isObject(parts) ? (parts.total_count ?? null) : null,
  };
}

const convertTicket = converting({
  admin_assignee_id: assignee(toText),
  team_assignee_id: assignee(toText),
  ticket_parts: inside({ ticket_parts: each(inside({ id: toText })) }),
});

/** `ticket_state` is the category of the state, its id and labels beside it; assignees are text, and nobody is null. */
export function ticketColumns(ticket: Body): Row {
  const row = convertTicket(ticket);
  const state = ticket.ticket_state;
  if (!isObject(state)) return row;
  return {
    ...row,
    ticket_state: state.category ?? null,
    ticket_state_id: state.id ?? null,
    ticket_state_internal_label: state.internal_label ?? null,
    ticket_state_external_label: state.external_label ?? null,
  };
}
